package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.proxies.call.Cancel;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.wire.Endpoint;

import java.io.IOException;
import java.util.List;

/// The model server.
interface Upstream {
    /// Sends a request and waits for the answer to begin.
    ///
    /// @param body closed as soon as it is written to the model server
    /// @throws NoAnswerException when it has all of the request and did not answer in time
    /// @throws IOException when there is none; a [java.io.InterruptedIOException] when it took too
    ///     long
    Exchange post(Endpoint endpoint, List<HeaderLine> headers, HeldBody body, Cancel cancel)
            throws IOException;

    /// An answer that has begun.
    interface Exchange extends AutoCloseable {
        int status();

        List<HeaderLine> headers();

        /// Reads on, as much as there is.
        ///
        /// @return how many bytes, -1 at the end of a whole answer
        /// @throws IOException when it broke off, or nothing came in time
        int read(byte[] into) throws IOException;

        /// From now on the rest of the answer may take only so long.
        void endWithin(int timeoutMs);

        @Override
        void close();
    }
}
