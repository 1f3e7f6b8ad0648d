package io.weighbridge.backend.gate;

import io.weighbridge.proto.v1.MeterReply;

import org.jspecify.annotations.Nullable;

/// A call of a metering stream; guarded by the stream's monitor where it changes.
final class MeteredGrpc {
    final String holdId;
    final String proxy;
    final long sliceTokens;
    // Where the call ends at the latest; Long.MAX_VALUE when it said nothing.
    final long lastOutputTokens;
    long ceilingTokens;
    boolean warned;
    boolean ending;
    // The newest go_on that the client was too slow for; guarded by the stream.
    @Nullable MeterReply unsent;

    MeteredGrpc(
            String holdId,
            String proxy,
            long sliceTokens,
            long lastOutputTokens,
            long ceilingTokens) {
        this.holdId = holdId;
        this.proxy = proxy;
        this.sliceTokens = sliceTokens;
        this.lastOutputTokens = lastOutputTokens;
        this.ceilingTokens = ceilingTokens;
    }
}
