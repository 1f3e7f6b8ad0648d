package io.weighbridge.backend.proxies.call;

import io.weighbridge.model.Units;

import java.util.List;

/// The answer to a request that was asked for at the gate.
public sealed interface AskedCall {
    /// It may be made.
    final class Opened implements AskedCall {
        private final OpenCall call;
        private final List<HeaderLine> headers;
        private final Units held;
        private final byte[] body;

        Opened(OpenCall call, List<HeaderLine> headers, Units held, byte[] body) {
            this.call = call;
            this.headers = List.copyOf(headers);
            this.held = held;
            this.body = body;
        }

        public OpenCall call() {
            return call;
        }

        /// What its answer has, beside the model server's headers.
        public List<HeaderLine> headers() {
            return headers;
        }

        /// What it is held for.
        public Units held() {
            return held;
        }

        /// The request's body, as the model server is to get it; nobody changes the array.
        public byte[] body() {
            return body;
        }
    }

    /// It may not.
    record Refused(ApiError error) implements AskedCall {}
}
