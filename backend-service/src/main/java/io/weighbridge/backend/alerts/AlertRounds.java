package io.weighbridge.backend.alerts;

import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.notices.NoticeKind;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.Nanos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.LongFunction;

/// What is done again and again: looks for low balances, makes alerts of notices, sends what is
/// due. For one thread.
final class AlertRounds {
    private static final int NOTICES_MAX = 100;
    private static final int DUE_MAX = 500;
    private static final int AT_A_TIME = 16;
    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration FORGET_PAUSE = Duration.ofHours(1);

    private final AlertStore store;
    private final LongFunction<OptionalLong> balance;
    private final Function<Contact, Sending> sending;
    private final String currency;
    private final IdSource ids;
    private final TimeSource time;
    private long forgetAtMs;

    /// How a contact is told.
    interface Sending {
        /// Sends one; see [Sender#send].
        String send(Alert alert);
    }

    /// @param balance of an account; empty when there is none
    /// @param sending how a contact is told
    AlertRounds(
            AlertStore store,
            LongFunction<OptionalLong> balance,
            Function<Contact, Sending> sending,
            String currency,
            IdSource ids,
            TimeSource time) {
        this.store = store;
        this.balance = balance;
        this.sending = sending;
        this.currency = currency;
        this.ids = ids;
        this.time = time;
    }

    /// One round.
    void round() {
        store.lowBalances().forEach(this::look);
        while (store.hasNew()) {
            var _ = store.spread(ids::next, time.wallMs(), NOTICES_MAX);
        }
        send();
        if (time.wallMs() >= forgetAtMs) {
            store.forget(time.wallMs() - KEPT.toMillis());
            forgetAtMs = time.wallMs() + FORGET_PAUSE.toMillis();
        }
    }

    private void look(LowBalance low) {
        OptionalLong now = balance.apply(low.accountId());
        if (now.isEmpty()) {
            return;
        }
        boolean isBelow = now.getAsLong() < low.nanos();
        if (isBelow && !low.isBelow()) {
            store.fell(
                    low,
                    new Notice(
                            ids.next(),
                            low.accountId(),
                            time.wallMs(),
                            NoticeKind.LOW_BALANCE,
                            0,
                            "The balance is "
                                    + money(now.getAsLong())
                                    + ", below "
                                    + money(low.nanos())
                                    + "."));
        } else if (!isBelow && low.isBelow()) {
            store.rose(low);
        }
    }

    private String money(long nanos) {
        return Nanos.toDecimal(nanos) + ' ' + currency;
    }

    // One for each contact at a time, so that none is overrun and none keeps the others waiting
    // for longer than one try takes.
    private void send() {
        Set<Long> told = new HashSet<>();
        List<Alert> now = new ArrayList<>();
        for (Alert alert : store.due(time.wallMs(), DUE_MAX)) {
            if (now.size() < AT_A_TIME && told.add(alert.contactId())) {
                now.add(alert);
            }
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            now.forEach(alert -> threads.execute(() -> send(alert)));
        }
    }

    private void send(Alert alert) {
        store.contact(alert.contactId())
                .ifPresent(
                        contact -> {
                            String problem = sending.apply(contact).send(alert);
                            store.tried(
                                    problem.isEmpty()
                                            ? alert.sent()
                                            : alert.failed(problem, time.wallMs()));
                        });
    }
}
