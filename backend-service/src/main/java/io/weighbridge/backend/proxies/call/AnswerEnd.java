package io.weighbridge.backend.proxies.call;

import io.weighbridge.backend.proxies.wire.Chunk;
import io.weighbridge.backend.proxies.wire.Endpoint;
import io.weighbridge.backend.proxies.wire.ModelRequest;
import io.weighbridge.model.Units;

/// Writes the end of a stream that we end ourselves, as the model server would, in the form of the
/// API that was called. Used by one thread.
sealed interface AnswerEnd permits StreamEnd, MessagesEnd {
    /// The one for a request.
    static AnswerEnd of(ModelRequest request) {
        return request.endpoint() == Endpoint.MESSAGES ? new MessagesEnd() : new StreamEnd(request);
    }

    /// The end of a stream that broke.
    static byte[] broken(Endpoint endpoint, ApiError error) {
        return endpoint == Endpoint.MESSAGES ? MessagesEnd.broken(error) : StreamEnd.broken(error);
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
