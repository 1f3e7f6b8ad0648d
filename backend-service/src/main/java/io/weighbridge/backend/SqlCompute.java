package io.weighbridge.backend;

import io.weighbridge.backend.attribution.AttributionAssembly;
import io.weighbridge.backend.attribution.SqlAssignmentStore;
import io.weighbridge.backend.compute.ComputeAssembly;
import io.weighbridge.backend.compute.gpu.SqlGpuStore;
import io.weighbridge.backend.compute.measure.MeasureAssembly;
import io.weighbridge.backend.compute.measure.SqlMeasureStore;
import io.weighbridge.backend.compute.saved.SqlModelStore;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.pricing.Prices;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.usage.SqlRollupStore;

/// Wires compute.
final class SqlCompute {
    private SqlCompute() {}

    static ComputeAssembly of(
            Config config,
            Database database,
            Services services,
            Prices prices,
            IdSource ids,
            TimeSource time) {
        return new ComputeAssembly(
                new SqlGpuStore(database),
                new SqlModelStore(database),
                services,
                prices,
                config.currency(),
                ids,
                time);
    }

    /// What GPUs really do, at the catalogue's prices.
    static MeasureAssembly measured(
            Config config, Database database, ComputeAssembly compute, TimeSource time) {
        return new MeasureAssembly(
                config.get(ComputeTable.EXPORTERS),
                new SqlMeasureStore(database),
                compute.gpus()::hourNanos,
                time,
                ComputeTable.pause(config).toMillis(),
                config.get(ConfigTable.MEASURED_HOURS_DAYS));
    }

    /// Who took what of them.
    static AttributionAssembly attribution(
            Database database,
            ComputeAssembly compute,
            Services services,
            Runnable upToDate,
            IdSource ids,
            TimeSource time) {
        return new AttributionAssembly(
                new SqlAssignmentStore(database),
                new SqlMeasureStore(database),
                new SqlRollupStore(database),
                compute,
                services,
                upToDate,
                ids,
                time);
    }
}
