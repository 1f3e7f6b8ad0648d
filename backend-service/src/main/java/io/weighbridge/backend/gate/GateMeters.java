package io.weighbridge.backend.gate;

import io.weighbridge.backend.platform.metrics.LatencyHistogram;

/// How fast the gate is.
///
/// @param authorize from a request to its reply, single calls only
/// @param settle from a settle, however it came, to its answer
public record GateMeters(LatencyHistogram authorize, LatencyHistogram settle) {
    GateMeters() {
        this(new LatencyHistogram(), new LatencyHistogram());
    }
}
