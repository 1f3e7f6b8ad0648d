package io.weighbridge.console.feature.prices.draft;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.CallScope;
import io.weighbridge.console.client.RollupPages;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.proto.v1.Granularity;
import io.weighbridge.proto.v1.GroupBy;
import io.weighbridge.proto.v1.QueryRollupsReply;
import io.weighbridge.proto.v1.QueryRollupsRequest;
import io.weighbridge.proto.v1.Rollup;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// Who used which services in the last days, so that a change says how many it touches. Read once;
/// used on the FX thread only.
final class ReachModel {
    /// How far back.
    static final int DAYS = 30;

    private static final long DAY_MS = 86_400_000;
    private static final int ROWS_MAX = 10_000;

    /// What was read.
    ///
    /// @param isWhole false: there was more than is read, so that counts are at least
    record Used(List<Rollup> rollups, boolean isWhole) {}

    /// How many a change touches.
    record Reach(int accounts, long calls, long chargeNanos, boolean isWhole) {}

    private final Function<QueryRollupsRequest, QueryRollupsReply> source;
    private final InstantSource clock;
    private final Lane lane;
    private CallScope scope = new CallScope();
    private final ReadOnlyObjectWrapper<Used> used =
            new ReadOnlyObjectWrapper<>(new Used(List.of(), true));

    ReachModel(BackendClient client, Background background, InstantSource clock) {
        this(request -> client.usage().queryRollups(request), background, clock);
    }

    ReachModel(
            Function<QueryRollupsRequest, QueryRollupsReply> source,
            Background background,
            InstantSource clock) {
        this.source = source;
        this.clock = clock;
        this.lane = background.lane();
    }

    ReadOnlyObjectProperty<Used> usedProperty() {
        return used.getReadOnlyProperty();
    }

    void read() {
        scope.cancel();
        CallScope own = new CallScope();
        scope = own;
        lane.run(() -> own.call(this::query), used::set, _ -> {});
    }

    /// Ends reading: nobody looks at it any more.
    void cancel() {
        scope.cancel();
        lane.cancel();
    }

    private Used query() {
        long now = clock.millis();
        RollupPages.Part part =
                RollupPages.read(
                        source,
                        QueryRollupsRequest.newBuilder()
                                .setGranularity(Granularity.GRANULARITY_DAY)
                                .setFromAtMs(now - DAYS * DAY_MS)
                                .setToAtMs(now + DAY_MS)
                                .addGroupBy(GroupBy.GROUP_BY_ACCOUNT)
                                .addGroupBy(GroupBy.GROUP_BY_SERVICE)
                                .build(),
                        RollupPages.PAGE,
                        "",
                        ROWS_MAX);
        return new Used(List.copyOf(part.rows()), part.isWhole());
    }

    /// What of it these services are.
    Reach of(Predicate<String> services) {
        Set<String> accounts = new HashSet<>();
        long calls = 0;
        long chargeNanos = 0;
        for (Rollup rollup : used.get().rollups()) {
            if (services.test(rollup.getService())) {
                accounts.add(rollup.getAccount());
                calls += rollup.getCalls();
                chargeNanos = Math.addExact(chargeNanos, rollup.getChargeNanos());
            }
        }
        return new Reach(accounts.size(), calls, chargeNanos, used.get().isWhole());
    }
}
