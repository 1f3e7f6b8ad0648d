package io.weighbridge.backend.attribution;

import io.grpc.BindableService;
import io.weighbridge.backend.compute.ComputeAssembly;
import io.weighbridge.backend.compute.measure.MeasureStore;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.usage.RollupStore;

/// Puts the feature together.
public final class AttributionAssembly {
    private final Assignments assignments;
    private final Hours hours;
    private final Services services;
    private final TimeSource time;

    /// @param upToDate returns when the rollups have everything that was answered
    public AttributionAssembly(
            AssignmentStore store,
            MeasureStore measured,
            RollupStore rollups,
            ComputeAssembly compute,
            Services services,
            Runnable upToDate,
            IdSource ids,
            TimeSource time) {
        this.services = services;
        this.time = time;
        assignments = new Assignments(store, services, ids, time);
        hours =
                new Hours(
                        measured, assignments, rollups, compute.models(), compute.gpus(), upToDate);
    }

    /// Which services run on which GPU.
    public Assignments assignments() {
        return assignments;
    }

    /// All of it over gRPC.
    public BindableService grpc() {
        return new AttributionGrpc(
                assignments,
                new Costs(hours),
                new CostSeries(hours, new CostDays()),
                new Drifts(hours, time),
                services);
    }
}
