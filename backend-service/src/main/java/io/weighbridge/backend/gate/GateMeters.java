package io.weighbridge.backend.gate;

import io.weighbridge.backend.gate.settle.OtherModels;
import io.weighbridge.backend.platform.metrics.LatencyHistogram;

/// How fast the gate is, and what it noticed.
public final class GateMeters {
    private final LatencyHistogram authorize = new LatencyHistogram();
    private final LatencyHistogram settle = new LatencyHistogram();
    private final OtherModels otherModels;

    GateMeters(OtherModels otherModels) {
        this.otherModels = otherModels;
    }

    /// From a request to its reply, single calls only.
    public LatencyHistogram authorize() {
        return authorize;
    }

    /// From a settle, however it came, to its answer.
    public LatencyHistogram settle() {
        return settle;
    }

    OtherModels otherModels() {
        return otherModels;
    }

    /// Calls that another model served than they were held for, by those who told of their end.
    public long otherModelCount() {
        return otherModels.count();
    }
}
