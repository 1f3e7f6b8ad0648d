package io.weighbridge.backend.proxies.call;

import java.util.List;

/// The answer to a request that was asked for at the gate.
public sealed interface AskedCall {
    /// It may be made.
    ///
    /// @param headers that its answer has, beside the model server's
    /// @param body of the request, as the model server is to get it
    record Opened(OpenCall call, List<HeaderLine> headers, byte[] body) implements AskedCall {}

    /// It may not.
    record Refused(ApiError error) implements AskedCall {}
}
