package io.weighbridge.backend.payments;

import io.weighbridge.backend.ledger.accounts.PaymentRefund;
import io.weighbridge.backend.ledger.accounts.Refunding;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// An operator without a limit. Knows what was counted, as the real one does.
public final class NoLimit implements Refunding {
    final Map<UUID, Long> counts = new ConcurrentHashMap<>();

    @Override
    public OptionalLong counted(UUID operationId) {
        Long amount = counts.get(operationId);
        return amount == null ? OptionalLong.empty() : OptionalLong.of(amount);
    }

    @Override
    public void count(UUID operationId, long amountNanos) {
        counts.putIfAbsent(operationId, amountNanos);
    }

    @Override
    public Optional<PaymentRefund> asked(UUID operationId) {
        return Optional.empty();
    }

    @Override
    public Decision decide(UUID use, PaymentRefund asked) {
        count(use, asked.amountNanos());
        return new Alone();
    }

    @Override
    public void forget(UUID operationId) {
        counts.remove(operationId);
    }
}
