package io.weighbridge.backend.attribution;

import java.util.List;
import java.util.Map;

/// All that an hour is split from.
///
/// @param atMs when it begins
/// @param gpus that were measured, each once
/// @param running services by GPU, measured or not; a GPU of which nobody knows is not in it
/// @param uses of services, or of keys at services, each once
/// @param times by service, of those that have a prediction
record Hour(
        long atMs,
        List<GpuTime> gpus,
        Map<String, List<Long>> running,
        List<Use> uses,
        Map<Long, Times> times) {
    /// How long one is.
    static final long LENGTH_MS = 3_600_000;

    Hour {
        gpus = List.copyOf(gpus);
        running = Map.copyOf(running);
        uses = List.copyOf(uses);
        times = Map.copyOf(times);
    }
}
