package io.weighbridge.backend.gate.meter;

import io.weighbridge.backend.gate.admit.Decision;

/// The answer to the opening of a metered call.
public sealed interface MeterOpening {
    /// It may begin.
    record Opened(MeteredCall call, Decision.Admitted admitted) implements MeterOpening {}

    /// It may not.
    record Refused(Decision.Refused refused) implements MeterOpening {}
}
