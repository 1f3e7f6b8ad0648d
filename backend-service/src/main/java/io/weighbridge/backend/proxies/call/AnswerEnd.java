package io.weighbridge.backend.proxies.call;

import io.weighbridge.backend.proxies.wire.Chunk;
import io.weighbridge.backend.proxies.wire.Endpoint;
import io.weighbridge.backend.proxies.wire.ModelRequest;
import io.weighbridge.model.Units;

/// Writes the end of a stream that we end ourselves, as the model server would, in the form of the
/// API that was called. Used by one thread.
sealed interface AnswerEnd permits StreamEnd, MessagesEnd, ResponsesEnd {
    /// The one for a request.
    static AnswerEnd of(ModelRequest request) {
        return switch (request.endpoint()) {
            case MESSAGES -> new MessagesEnd();
            case RESPONSES -> new ResponsesEnd();
            case CHAT, COMPLETIONS, EMBEDDINGS -> new StreamEnd(request);
        };
    }

    /// The end of a stream that broke.
    static byte[] broken(Endpoint endpoint, ApiError error) {
        return switch (endpoint) {
            case MESSAGES -> MessagesEnd.broken(error);
            case RESPONSES -> ResponsesEnd.broken(error);
            case CHAT, COMPLETIONS, EMBEDDINGS -> StreamEnd.broken(error);
        };
    }

    /// Remembers what an event that was passed on says of its stream.
    void saw(Chunk chunk);

    /// Whether an answer has ended in order.
    boolean anyEnded();

    /// Ends what was cut off by its length.
    byte[] cut();

    /// The usage of what was cut off.
    byte[] usage(Units units);

    /// The end mark.
    byte[] done();
}
