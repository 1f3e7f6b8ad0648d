package io.weighbridge.backend.demo;

import io.weighbridge.backend.demo.trace.TraceRow;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Units;

/// How a row is played.
///
/// @param row which
/// @param key with which key
/// @param service what it calls
/// @param estimate what the proxy expects it to use
/// @param whole what it would use if nothing went wrong
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
        Units whole,
        Units used,
        Outcome outcome,
        Course course,
        boolean releasedFirst,
        String subject,
        long upstreamMicros) {
    static final long PROMPT_MICROS = 20_000;
    static final long INPUT_TOKEN_MICROS = 50;
    static final long OUTPUT_TOKEN_MICROS = 12_000;

    /// Whether the gateway serves it: chats and embeddings, but for jobs that run at night at
    /// another price. The others are made by somebody else's proxy, which asks the gate itself.
    boolean isGateways() {
        return key.tier() == ServiceTier.STANDARD
                && (isEmbedding()
                        || service.equals(Catalogue.CHAT)
                        || service.equals(Catalogue.LARGE));
    }

    boolean isEmbedding() {
        return service.equals(Catalogue.EMBEDDING);
    }

    /// How the proxy goes about a call.
    enum Course {
        /// One hold for all of it; through the gateway an answer that is not streamed.
        PLAIN,
        /// A hold for half of the answer, extended when that is reached; through the gateway a
        /// stream with a maximum.
        EXTENDED,
        /// On a metering stream; through the gateway a stream that may go as far as credit does.
        METERED
    }
}
