package io.weighbridge.backend.demo;

import io.weighbridge.model.Outcome;
import io.weighbridge.model.Units;

/// How a row is played.
///
/// @param row which
/// @param key with which key
/// @param service what it calls
/// @param estimate what the proxy expects it to use
/// @param used what it uses
/// @param outcome how it ends
/// @param course how the proxy goes about it
/// @param releasedFirst whether its first model server is full, so that it is released and asked
///     for again
/// @param subject the end user
/// @param upstreamMicros how long the model takes, in trace time
record PlannedCall(
        TraceRow row,
        DemoKey key,
        String service,
        Units estimate,
        Units used,
        Outcome outcome,
        Course course,
        boolean releasedFirst,
        String subject,
        long upstreamMicros) {
    /// How the proxy goes about a call.
    enum Course {
        /// One hold for all of it.
        PLAIN,
        /// A hold for half of the answer, extended when that is reached.
        EXTENDED,
        /// On a metering stream.
        METERED
    }
}
