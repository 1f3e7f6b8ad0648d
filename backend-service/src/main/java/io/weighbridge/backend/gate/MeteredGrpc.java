package io.weighbridge.backend.gate;

import io.weighbridge.backend.gate.meter.MeteredCall;
import io.weighbridge.proto.v1.MeterReply;

import org.jspecify.annotations.Nullable;

/// A call of a metering stream; guarded by the stream's monitor where it changes.
final class MeteredGrpc {
    final MeteredCall call;
    boolean warned;
    boolean ending;
    // The newest go_on that the client was too slow for; guarded by the stream.
    @Nullable MeterReply unsent;

    MeteredGrpc(MeteredCall call) {
        this.call = call;
    }
}
