package io.weighbridge.backend.proxies.envoy;

import java.io.IOException;

/// Reads an answer as it comes and says what of it is passed on. Used by one thread at a time.
interface AnswerReader {
    /// Takes a part.
    ///
    /// @param isEnd whether the answer is whole with it
    /// @throws IOException when it cannot be read on
    Order take(byte[] part, boolean isEnd) throws IOException;

    /// How many bytes are kept, which are looked at when more come or none do.
    int keptBytes();

    /// The answer broke off, or cannot be read on.
    ///
    /// @param how it did
    void broken(End how);

    /// How an answer breaks off.
    enum End {
        /// Nobody says whether the client or the model server was the one.
        UNKNOWN,
        /// The client left.
        CLIENT,
        /// The model server did not go on.
        UPSTREAM_DIED,
        /// The model server's answer cannot be used.
        UPSTREAM,
        /// We are.
        STOPPED
    }
}
