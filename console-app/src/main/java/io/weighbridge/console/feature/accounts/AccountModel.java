package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.client.RollupPages;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.proto.v1.Account;
import io.weighbridge.proto.v1.AddGrantReply;
import io.weighbridge.proto.v1.AddGrantRequest;
import io.weighbridge.proto.v1.Balance;
import io.weighbridge.proto.v1.GetAccountRequest;
import io.weighbridge.proto.v1.GetBalanceRequest;
import io.weighbridge.proto.v1.Granularity;
import io.weighbridge.proto.v1.QueryRollupsRequest;
import io.weighbridge.proto.v1.ResumeAccountRequest;
import io.weighbridge.proto.v1.Rollup;
import io.weighbridge.proto.v1.SuspendAccountRequest;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// What is said of one account at the top of its page, and what is done to it.
final class AccountModel {
    private static final long HOUR_MS = 3_600_000;
    private static final long DAY_MS = 24 * HOUR_MS;

    private final BackendClient client;
    private final InstantSource clock;
    private final String id;
    private final Lane reading;
    private final Lane changes;
    private final ReadOnlyObjectWrapper<Loadable<Standing>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());

    /// How an account stands.
    record Standing(Account account, Balance balance, Burn burn) {}

    AccountModel(BackendClient client, Background background, InstantSource clock, String id) {
        this.client = client;
        this.clock = clock;
        this.id = id;
        this.reading = background.lane();
        this.changes = background.lane();
    }

    String id() {
        return id;
    }

    /// Reads it all again, unless that is being read.
    void poll() {
        if (!reading.isBusy()) {
            read();
        }
    }

    /// Reads it all again; what there is stays meanwhile, and when the service does not answer.
    void read() {
        reading.run(
                () ->
                        new Standing(
                                client.accounts()
                                        .getAccount(
                                                GetAccountRequest.newBuilder()
                                                        .setAccount(id)
                                                        .build()),
                                client.accounts()
                                        .getBalance(
                                                GetBalanceRequest.newBuilder()
                                                        .setAccount(id)
                                                        .build()),
                                new Burn(
                                        charged(HOUR_MS, Granularity.GRANULARITY_MINUTE),
                                        charged(DAY_MS, Granularity.GRANULARITY_HOUR))),
                standing -> state.set(new Loadable.Ready<>(standing)),
                failure -> {
                    if (!(state.get() instanceof Loadable.Ready<Standing>)
                            || !failure.isConnection()) {
                        state.set(new Loadable.Failed<>(failure));
                    }
                });
    }

    private long charged(long agoMs, Granularity granularity) {
        long nowMs = clock.millis();
        return RollupPages.all(
                        client,
                        QueryRollupsRequest.newBuilder()
                                .setAccount(id)
                                .setGranularity(granularity)
                                .setFromAtMs(nowMs - agoMs)
                                .setToAtMs(nowMs + HOUR_MS)
                                .build())
                .stream()
                .mapToLong(Rollup::getChargeNanos)
                .sum();
    }

    /// Refuses its keys from the next call on.
    void suspend(String reason, Runnable done, Consumer<Failure> failed) {
        SuspendAccountRequest request =
                SuspendAccountRequest.newBuilder().setAccount(id).setReason(reason.strip()).build();
        change(() -> client.accounts().suspendAccount(request), done, failed);
    }

    /// Admits its keys again.
    void resume(String reason, Runnable done, Consumer<Failure> failed) {
        ResumeAccountRequest request = ResumeAccountRequest.newBuilder().setAccount(id).build();
        change(
                () -> BackendClient.because(client.accounts(), reason).resumeAccount(request),
                done,
                failed);
    }

    /// Gives credit.
    ///
    /// @param asked with an operation id that stays the same when it is asked again
    void grant(AddGrantRequest asked, Consumer<AddGrantReply> done, Consumer<Failure> failed) {
        changes.run(
                () -> client.accounts().addGrant(asked),
                reply -> {
                    done.accept(reply);
                    read();
                },
                failed);
    }

    private void change(Callable<Account> call, Runnable done, Consumer<Failure> failed) {
        changes.run(
                call,
                _ -> {
                    done.run();
                    read();
                },
                failed);
    }

    void cancel() {
        reading.cancel();
    }

    ReadOnlyObjectProperty<Loadable<Standing>> stateProperty() {
        return state.getReadOnlyProperty();
    }
}
