package io.weighbridge.backend.attribution;

import io.weighbridge.backend.compute.gpu.Gpus;
import io.weighbridge.backend.compute.measure.MeasureStore;
import io.weighbridge.backend.compute.saved.Models;
import io.weighbridge.backend.usage.GroupBy;
import io.weighbridge.backend.usage.RollupStore;

import java.util.Set;

/// Where hours are read from.
///
/// @param measured what GPUs did
/// @param assignments which services run on them
/// @param rollups what was used
/// @param models what services run
/// @param gpus the catalogue
/// @param upToDate returns when the rollups have everything that was answered
record Hours(
        MeasureStore measured,
        Assignments assignments,
        RollupStore rollups,
        Models models,
        Gpus gpus,
        Runnable upToDate) {
    /// Begins to read, with all that was answered before.
    ///
    /// @param uses what uses are told apart by, by service at least
    HourReading open(Set<GroupBy> uses) {
        upToDate.run();
        return new HourReading(this, uses);
    }
}
