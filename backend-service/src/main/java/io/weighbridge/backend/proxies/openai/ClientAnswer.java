package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.proxies.call.HeaderLine;

import java.util.List;

/// The answer to a client.
public interface ClientAnswer {
    /// Sends a whole answer.
    ///
    /// @throws ClientGoneException when nobody takes it
    void send(int status, List<HeaderLine> headers, byte[] body) throws ClientGoneException;

    /// Begins one in parts.
    void begin(int status, List<HeaderLine> headers);

    /// Sends a part at once.
    ///
    /// @throws ClientGoneException when nobody takes it
    void write(byte[] part) throws ClientGoneException;

    /// Ends one in parts.
    ///
    /// @throws ClientGoneException when nobody takes it
    void end() throws ClientGoneException;
}
