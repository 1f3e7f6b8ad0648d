package io.weighbridge.backend.payments.autotopup;

import io.grpc.BindableService;
import io.weighbridge.backend.ledger.accounts.Accounts;
import io.weighbridge.backend.payments.CardOrders;
import io.weighbridge.backend.platform.metrics.Counts;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;

import java.util.OptionalLong;
import java.util.function.LongFunction;

/// Puts the feature together.
public final class AutoTopUpAssembly {
    private final AutoTopUpSettings settings;
    private final AutoTopUps topUps;
    private final Counts<AttemptOutcome> outcomes = new Counts<>(AttemptOutcome.class);
    private final CardRounds cardRounds;
    private final TopUpRounds topUpRounds;

    /// @param roughly available credit by memory; empty when it is not known
    public AutoTopUpAssembly(
            AutoTopUpStore store,
            CardStore cards,
            CardOrders orders,
            Accounts accounts,
            LongFunction<OptionalLong> roughly,
            AutoTopUpSettings settings,
            IdSource ids,
            TimeSource time) {
        this.settings = settings;
        topUps = new AutoTopUps(store, cards, accounts, orders.terms(), settings, ids, time);
        cardRounds = new CardRounds(cards, orders, settings, ids, time);
        Charging charging =
                new Charging(
                        store,
                        cards,
                        orders,
                        account -> settings.isEnabled() && !accounts.require(account).suspended(),
                        outcomes,
                        ids,
                        time);
        topUpRounds =
                new TopUpRounds(
                        store,
                        cards,
                        orders,
                        charging,
                        new LateCharges(store, cards, orders, time),
                        accounts,
                        roughly,
                        settings,
                        ids,
                        time);
    }

    /// What is set, and saved cards.
    public AutoTopUps topUps() {
        return topUps;
    }

    /// Whether and when rounds are made.
    public AutoTopUpSettings settings() {
        return settings;
    }

    /// How attempts ended since the start.
    public Counts<AttemptOutcome> outcomes() {
        return outcomes;
    }

    /// Automatic top-ups over gRPC.
    public BindableService grpc() {
        return new AutoTopUpsGrpc(topUps);
    }

    /// Now and then: learns of saved cards, goes on with what is open, and tops up who runs low.
    /// What was begun is ended also where none is begun any more.
    public void round() {
        cardRounds.round();
        topUpRounds.round();
    }

    /// From now on no provider is asked by itself: a stop waits for none.
    public void stop() {
        topUpRounds.stop();
    }
}
