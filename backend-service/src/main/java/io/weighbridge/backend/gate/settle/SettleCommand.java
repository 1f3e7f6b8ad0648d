package io.weighbridge.backend.gate.settle;

import io.weighbridge.backend.gate.hold.HoldToken;
import io.weighbridge.backend.gate.price.Charging;
import io.weighbridge.backend.ledger.AccountState;
import io.weighbridge.backend.ledger.Command;
import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.ledger.Posting;
import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.RequestState;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RequestId;

import org.jspecify.annotations.Nullable;

/// Settles one call: charges it once, whatever happened to its hold.
final class SettleCommand implements Command {
    /// Answers a settle of a call that had been settled before.
    interface Repeats {
        /// Compares with the record and answers; off the writer's thread.
        ///
        /// @param token null when only the request id was sent
        void answer(
                RequestId id,
                @Nullable HoldToken token,
                Settlement settlement,
                String proxy,
                Reply<SettleResult> reply);
    }

    private final Charging charging;
    private final RequestId id;
    private final @Nullable HoldToken token;
    private final Settlement settlement;
    private final String proxy;
    private final Reply<SettleResult> reply;
    private final Repeats repeats;
    // Set by decide; null when it is a repeat.
    private @Nullable SettleResult result;

    SettleCommand(
            Charging charging,
            RequestId id,
            @Nullable HoldToken token,
            Settlement settlement,
            String proxy,
            Reply<SettleResult> reply,
            Repeats repeats) {
        this.charging = charging;
        this.id = id;
        this.token = token;
        this.settlement = settlement;
        this.proxy = proxy;
        this.reply = reply;
        this.repeats = repeats;
    }

    @Override
    public void decide(Posting posting) {
        Hold hold = posting.hold(id);
        if (hold != null) {
            if (token != null) {
                token.requireOf(hold.call());
            }
            HoldToken.requireProxy(hold.call().proxy().equals(proxy));
            result = settle(posting, hold.account(), hold.call(), hold, hold.heldNanos());
            return;
        }
        RequestState ended = posting.ended(id);
        if (ended == null || ended == RequestState.EXPIRED) {
            settleWithoutHold(posting);
            return;
        }
        switch (ended) {
            case RELEASED ->
                    throw Fault.of(
                            ErrorCode.HOLD_RELEASED,
                            "the hold of request " + id + " was released; nothing is charged");
            case CHARGED, QUARANTINED -> {
                // Answered from the record once it can be read.
            }
            case EXPIRED -> throw new IllegalStateException("handled above");
        }
    }

    // Lost in a crash before it reached the disk, or expired free of charge: the upstream's work
    // was real, and the hold id says what it needs.
    private void settleWithoutHold(Posting posting) {
        if (token == null) {
            throw Fault.of(
                    ErrorCode.HOLD_UNKNOWN,
                    "request_id: " + id + " has no open hold (expected: the hold id)");
        }
        HoldToken.requireProxy(token.isOfProxy(proxy));
        AccountState account = posting.account(token.accountId());
        if (account == null) {
            throw Fault.of(ErrorCode.HOLD_UNKNOWN, "hold_id: its account is not in this store");
        }
        result = settle(posting, account, token.toCall(proxy), null, token.heldNanos());
    }

    private SettleResult settle(
            Posting posting, AccountState account, Call call, @Nullable Hold hold, long keptNanos) {
        Fact.Entry fact = charging.charge(posting, account, call, hold, keptNanos, settlement);
        UsageRecord record =
                switch (fact) {
                    case Fact.UsageSettled settled -> settled.record();
                    case Fact.UsageQuarantined quarantined -> quarantined.record();
                    default -> throw new IllegalStateException("a settle posts one of these");
                };
        long available;
        synchronized (account) {
            available = account.availableNanos(posting.atMs());
        }
        return SettleResult.of(record, fact.balanceAfterNanos(), available, false);
    }

    @Override
    public void committed() {
        SettleResult settled = result;
        if (settled != null) {
            reply.done(settled);
        } else {
            repeats.answer(id, token, settlement, proxy, reply);
        }
    }

    @Override
    public void failed(Fault fault) {
        reply.failed(fault);
    }
}
