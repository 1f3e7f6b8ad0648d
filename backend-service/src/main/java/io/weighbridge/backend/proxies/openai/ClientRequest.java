package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.HeaderLine;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A request of a client.
public interface ClientRequest {
    List<HeaderLine> headers();

    /// Where it comes from, as text.
    String address();

    /// Reads its body.
    ///
    /// @return what is wrong with it, null when it is there
    /// @throws ClientGoneException when it does not come in time
    @Nullable ApiError read(HeldBody body) throws ClientGoneException;
}
