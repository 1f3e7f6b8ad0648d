package io.weighbridge.backend.proxies.openai;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A request of a client.
interface ClientRequest {
    List<HeaderLine> headers();

    /// Where it comes from, as text.
    String address();

    /// Reads its body.
    ///
    /// @return null when it is longer
    /// @throws ClientGoneException when it does not come
    byte @Nullable [] body(int bytesMax) throws ClientGoneException;
}
