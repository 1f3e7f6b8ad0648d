package io.weighbridge.backend.alerts;

import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.notices.NoticeKind;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.Nanos;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/// What is done again and again: looks for low balances, makes alerts of notices, has sent what is
/// due. For one thread, which never waits for a contact.
final class AlertRounds {
    // Short transactions: charges wait for the same disk.
    private static final int NOTICES_MAX = 20;
    private static final int SPREADS_MAX = 50;
    private static final int FORGOTTEN_MAX = 500;
    private static final int LOW_PAGE = 1_000;
    private static final int LOW_PAGES_MAX = 10;
    private static final LowBalance FIRST = new LowBalance(0, Long.MIN_VALUE, false);
    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration FORGET_PAUSE = Duration.ofHours(1);

    private final AlertStore store;
    private final LongFunction<OptionalLong> balance;
    private final AlertTurns turns;
    private final String currency;
    private final IdSource ids;
    private final TimeSource time;
    private long forgetAtMs;
    private LowBalance last = FIRST;

    /// @param balance of an account; empty when there is none
    AlertRounds(
            AlertStore store,
            LongFunction<OptionalLong> balance,
            AlertTurns turns,
            String currency,
            IdSource ids,
            TimeSource time) {
        this.store = store;
        this.balance = balance;
        this.turns = turns;
        this.currency = currency;
        this.ids = ids;
        this.time = time;
    }

    /// One round.
    void round() {
        lookAtBalances();
        for (int i = 0; i < SPREADS_MAX && store.hasNew(); i++) {
            var _ = store.spread(ids::next, time.wallMs(), NOTICES_MAX);
        }
        turns.begin();
        forget();
    }

    // So many in a round; the next one goes on where this one ends.
    private void lookAtBalances() {
        for (int i = 0; i < LOW_PAGES_MAX; i++) {
            List<LowBalance> page = store.lowBalances(last.accountId(), last.nanos(), LOW_PAGE);
            page.forEach(this::look);
            if (page.size() < LOW_PAGE) {
                last = FIRST;
                return;
            }
            last = page.getLast();
        }
    }

    private void forget() {
        if (time.wallMs() < forgetAtMs) {
            return;
        }
        long beforeMs = time.wallMs() - KEPT.toMillis();
        while (store.forget(beforeMs, FORGOTTEN_MAX) == FORGOTTEN_MAX) {
            // Others write between.
        }
        forgetAtMs = time.wallMs() + FORGET_PAUSE.toMillis();
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
}
