package io.weighbridge.console.feature.live;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.client.RollupPages;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.proto.v1.GetKeyRequest;
import io.weighbridge.proto.v1.Granularity;
import io.weighbridge.proto.v1.ListRefusalsRequest;
import io.weighbridge.proto.v1.QueryRollupsRequest;
import io.weighbridge.proto.v1.RefusedCall;
import io.weighbridge.proto.v1.Rollup;

import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// One key, live: its account's keys are followed, so that a stop knows what it reaches. Used on
/// the FX thread only.
final class LiveKeyModel {
    private static final int MINUTES = 60;
    private static final long MINUTE_MS = 60_000;
    private static final long HISTORY_MS = 15_000;
    private static final int REFUSALS_MAX = 20;
    // While it is refused all the time.
    private static final long REFUSALS_MS = 2_000;

    private final String key;
    private final BackendClient client;
    private final InstantSource clock;
    private final Lane opening;
    private final Lane history;
    private final LiveStream stream;
    private final LiveModel lines;
    private final ReadOnlyObjectWrapper<Loadable<LiveLine>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());
    private final ReadOnlyLongWrapper tick = new ReadOnlyLongWrapper();
    private final Lane refusing;
    private List<RefusedCall> refusals = List.of();
    private long refusalsAtMs;
    private long lastRefusalAtMs;
    private long[] hour = new long[MINUTES];
    private long hourFromMs;
    private long historyAtMs;

    LiveKeyModel(String key, BackendClient client, Background background, InstantSource clock) {
        this.key = key;
        this.client = client;
        this.clock = clock;
        this.opening = background.lane();
        this.history = background.lane();
        this.refusing = background.lane();
        LiveInbox inbox = new LiveInbox();
        this.stream = new LiveStream(client, inbox, clock, background.workers());
        this.lines =
                new LiveModel(inbox, new AccountNames(AccountNames.of(client), background), clock);
    }

    ReadOnlyObjectProperty<Loadable<LiveLine>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// Counts up when something may have changed.
    ReadOnlyLongProperty tickProperty() {
        return tick.getReadOnlyProperty();
    }

    Optional<LiveLine> line() {
        return lines.line(key);
    }

    /// The last refusals that the service remembers, newest first.
    List<RefusedCall> refusals() {
        return refusals;
    }

    /// Settled calls in each of the last sixty minutes, the oldest first.
    long[] hour() {
        return hour.clone();
    }

    /// When the first of these minutes began.
    long hourFromMs() {
        return hourFromMs;
    }

    Reach reach(Predicate<LiveLine> whom) {
        return lines.reach(whom);
    }

    /// Begins to follow it.
    void begin() {
        historyAtMs = 0;
        opening.run(
                () ->
                        client.keys()
                                .getKey(GetKeyRequest.newBuilder().setKey(key).build())
                                .getAccount(),
                stream::start,
                this::failed);
    }

    private void failed(Failure failure) {
        state.set(new Loadable.Failed<>(failure));
    }

    /// Ends that.
    void end() {
        opening.cancel();
        history.cancel();
        refusing.cancel();
        stream.stop();
    }

    void tick() {
        stream.mend();
        lines.tick();
        line().ifPresentOrElse(this::show, this::showNone);
        long nowMs = clock.millis();
        if (nowMs - historyAtMs >= HISTORY_MS && !history.isBusy()) {
            historyAtMs = nowMs;
            readHistory(nowMs);
        }
        tick.set(tick.get() + 1);
    }

    private void show(LiveLine line) {
        long toldAtMs = line.row().told().getLastRefusalAtMs();
        long nowMs = clock.millis();
        boolean isNew = toldAtMs != lastRefusalAtMs && nowMs - refusalsAtMs >= REFUSALS_MS;
        if (isNew && !refusing.isBusy()) {
            refusalsAtMs = nowMs;
            readRefusals(toldAtMs);
        }
        if (!(state.get() instanceof Loadable.Ready)) {
            state.set(new Loadable.Ready<>(line));
        }
    }

    private void readRefusals(long toldAtMs) {
        refusing.run(
                () ->
                        client.usage()
                                .listRefusals(
                                        ListRefusalsRequest.newBuilder()
                                                .setKey(key)
                                                .setSize(REFUSALS_MAX)
                                                .build())
                                .getRefusalsList(),
                read -> {
                    lastRefusalAtMs = toldAtMs;
                    refusals = read;
                },
                // What was there stays; it is read again soon.
                _ -> {});
    }

    private void showNone() {
        boolean isFailed = state.get() instanceof Loadable.Failed;
        if (lines.newestAtMs() != 0 && !isFailed) {
            state.set(new Loadable.Empty<>());
        }
    }

    private void readHistory(long nowMs) {
        long fromMs = (nowMs / MINUTE_MS - MINUTES + 1) * MINUTE_MS;
        history.run(
                () ->
                        RollupPages.all(
                                client,
                                QueryRollupsRequest.newBuilder()
                                        .setGranularity(Granularity.GRANULARITY_MINUTE)
                                        .setFromAtMs(fromMs)
                                        .setToAtMs(fromMs + MINUTES * MINUTE_MS)
                                        .setKey(key)
                                        .build()),
                rollups -> {
                    hour = minutes(rollups, fromMs);
                    hourFromMs = fromMs;
                },
                // What was there stays; it is read again soon.
                _ -> {});
    }

    static long[] minutes(List<Rollup> rollups, long fromMs) {
        long[] calls = new long[MINUTES];
        for (Rollup rollup : rollups) {
            int index = (int) ((rollup.getBucketAtMs() - fromMs) / MINUTE_MS);
            if (index >= 0 && index < MINUTES) {
                calls[index] += rollup.getCalls();
            }
        }
        return calls;
    }
}
