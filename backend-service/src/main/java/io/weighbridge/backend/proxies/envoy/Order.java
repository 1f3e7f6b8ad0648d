package io.weighbridge.backend.proxies.envoy;

import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.HeaderLine;

import java.util.List;

/// What Envoy is to do with the piece that it told of.
sealed interface Order {
    /// Pass a head on.
    ///
    /// @param removed names of headers that are taken out
    /// @param set headers that are set, in place of others of their names
    record Head(List<String> removed, List<HeaderLine> set) implements Order {
        static final Head AS_IT_IS = new Head(List.of(), List.of());
    }

    /// Pass this on as the request's body.
    final class Body implements Order {
        private final byte[] bytes;
        private final boolean isAsTold;

        /// @param isAsTold whether it is the body that Envoy told of, to the byte
        Body(byte[] bytes, boolean isAsTold) {
            this.bytes = bytes;
            this.isAsTold = isAsTold;
        }

        boolean isAsTold() {
            return isAsTold;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /// Pass this on in place of a part of the answer.
    final class Part implements Order {
        static final Part NOTHING = new Part(new byte[0], false);

        private final byte[] bytes;
        private final boolean isLast;

        /// @param isLast whether the answer ends with it, whatever the model server still sends
        Part(byte[] bytes, boolean isLast) {
            this.bytes = bytes;
            this.isLast = isLast;
        }

        byte[] bytes() {
            return bytes;
        }

        boolean isLast() {
            return isLast;
        }
    }

    /// Answer the client with an error, and nothing else.
    record Answer(ApiError error) implements Order {}

    /// Break the exchange off.
    record BreakOff(String why) implements Order {}
}
