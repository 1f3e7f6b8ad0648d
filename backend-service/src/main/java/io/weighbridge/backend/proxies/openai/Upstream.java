package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.OpenCall;
import io.weighbridge.backend.proxies.models.ModelRoute;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/// The model servers.
interface Upstream {
    /// Sends a request to one that serves its model, or to the next where that cannot have worked
    /// on it, and waits for the answer to begin.
    ///
    /// @param path below a server's base URL
    /// @param service whose model it is
    /// @param body closed when no other server can be asked any more
    /// @param own shown instead of the server's key, null for none
    /// @param call whose hold lives on while the request is taken
    /// @throws NoAnswerException when one has all of the request and did not answer in time
    /// @throws IOException when there is none; a [java.io.InterruptedIOException] when it took too
    ///     long
    Exchange post(
            ModelRoute route,
            String path,
            String service,
            List<HeaderLine> headers,
            HeldBody body,
            @Nullable OwnKey own,
            OpenCall call)
            throws IOException;

    /// An answer that has begun.
    interface Exchange extends HeldAnswer.Source, AutoCloseable {
        int status();

        /// The name that the model was asked by.
        String model();

        List<HeaderLine> headers();

        /// From now on the rest of the answer may take only so long.
        void endWithin(int timeoutMs);

        @Override
        void close();
    }
}
