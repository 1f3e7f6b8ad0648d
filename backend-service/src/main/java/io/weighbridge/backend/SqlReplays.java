package io.weighbridge.backend;

import io.weighbridge.backend.compute.ComputeAssembly;
import io.weighbridge.backend.gate.settle.EarlierParts;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.pricing.Prices;
import io.weighbridge.backend.replay.Replays;
import io.weighbridge.backend.replay.SqlReplayStore;
import io.weighbridge.backend.usage.SqlUsageScan;
import io.weighbridge.backend.usage.SqlUsageStore;

/// Replays over the store.
final class SqlReplays {
    private SqlReplays() {}

    /// Ready to begin one.
    static Replays of(
            Database database,
            Prices prices,
            ComputeAssembly compute,
            Ledger ledger,
            IdSource ids,
            TimeSource time) {
        Replays made =
                new Replays(
                        new SqlReplayStore(database),
                        new SqlUsageScan(database),
                        prices,
                        compute.curves(),
                        EarlierParts.in(new SqlUsageStore(database)),
                        ledger::awaitFolded,
                        ids,
                        time);
        made.start();
        return made;
    }
}
