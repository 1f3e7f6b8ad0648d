package io.weighbridge.backend.payments.autotopup;

import io.weighbridge.backend.ledger.accounts.Accounts;
import io.weighbridge.backend.payments.CardOrders;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/// Looks at accounts now and then, and charges the cards of those whose credit runs low. May run
/// more than once at a time.
final class TopUpRounds {
    private static final Logger LOG = LoggerFactory.getLogger(TopUpRounds.class);
    private static final int ROUND_MOST = 100;
    private static final int PAGE = 1_000;
    private static final int SILENT_MOST = 3;

    private final AutoTopUpStore store;
    private final CardStore cards;
    private final CardOrders orders;
    private final Charging charging;
    private final LateCharges lateCharges;
    private final Accounts accounts;
    private final LongFunction<OptionalLong> roughly;
    private final AutoTopUpSettings settings;
    private final IdSource ids;
    private final TimeSource time;
    private volatile boolean stopping;

    /// @param roughly available credit by memory: for most accounts that is enough to know
    TopUpRounds(
            AutoTopUpStore store,
            CardStore cards,
            CardOrders orders,
            Charging charging,
            LateCharges lateCharges,
            Accounts accounts,
            LongFunction<OptionalLong> roughly,
            AutoTopUpSettings settings,
            IdSource ids,
            TimeSource time) {
        this.store = store;
        this.cards = cards;
        this.orders = orders;
        this.charging = charging;
        this.lateCharges = lateCharges;
        this.accounts = accounts;
        this.roughly = roughly;
        this.settings = settings;
        this.ids = ids;
        this.time = time;
    }

    /// From now on nothing is begun, and no provider is asked.
    void stop() {
        stopping = true;
    }

    /// Goes on with what is open, also where nothing is begun any more, then looks at who runs low.
    /// A provider that does not answer a few times running is asked no more in this round.
    void round() {
        int silent = 0;
        for (Attempt attempt : store.dueAttempts(time.wallMs(), ROUND_MOST)) {
            if (stopping || silent >= SILENT_MOST) {
                return;
            }
            silent = charging.goOn(attempt) ? 0 : silent + 1;
        }
        for (Attempt attempt : store.dueUncharged(time.wallMs(), ROUND_MOST)) {
            if (stopping || silent >= SILENT_MOST) {
                return;
            }
            silent = lateCharges.lookFor(attempt) ? 0 : silent + 1;
        }
        if (settings.isEnabled()) {
            lookAtAll(silent);
        }
    }

    private void lookAtAll(int silentBefore) {
        int silent = silentBefore;
        long after = 0;
        List<AutoTopUp> page;
        do {
            page = store.due(time.wallMs(), after, PAGE);
            for (AutoTopUp topUp : page) {
                if (stopping || silent >= SILENT_MOST) {
                    return;
                }
                silent = look(topUp) ? 0 : silent + 1;
                after = topUp.accountId();
            }
        } while (page.size() == PAGE);
    }

    // Returns whether the provider answered, if it was asked.
    private boolean look(AutoTopUp topUp) {
        try {
            return !isLow(topUp) || begin(topUp);
        } catch (Fault fault) {
            LOG.warn("An account is topped up later: {}", fault.logText());
            return true;
        }
    }

    // What is not known is not low.
    private boolean isLow(AutoTopUp topUp) {
        OptionalLong guess = roughly.apply(topUp.accountId());
        if (guess.isEmpty() || guess.getAsLong() >= topUp.thresholdNanos()) {
            return false;
        }
        OptionalLong available = accounts.balance(topUp.accountId(), 0).availableNanos();
        return available.isPresent()
                && available.getAsLong() < topUp.thresholdNanos()
                && !accounts.require(topUp.accountId()).suspended();
    }

    private boolean begin(AutoTopUp topUp) {
        List<KeptCard> kept = cards.cards(topUp.accountId());
        if (kept.isEmpty()) {
            return true; // Removing the last one disarms.
        }
        KeptCard card = kept.getFirst();
        CardOrders.Made made =
                orders.make(
                        topUp.accountId(),
                        topUp.amountNanos(),
                        card.provider(),
                        "automatic top-up",
                        CardRounds.act());
        long nowMs = time.wallMs();
        Attempt attempt =
                new Attempt(
                        ids.next(),
                        topUp.accountId(),
                        made.order().id(),
                        card.id(),
                        made.order().totalNanos(),
                        AttemptOutcome.OPEN,
                        "",
                        0,
                        nowMs + Charging.FIRST_AGAIN_MS,
                        nowMs,
                        0);
        return switch (store.begin(attempt, made, topUp)) {
            case BEGUN -> charging.goOn(attempt);
            case CAPPED, CHANGED -> true;
        };
    }
}
