package io.weighbridge.backend.payments.provider;

import java.util.Map;

/// A webhook as it came in.
public final class Webhook {
    private final Map<String, String> headers;
    private final byte[] body;
    private final long receivedAtMs;

    /// @param headers the first value of each, by its name in lower case
    /// @param body raw, as it was signed; not copied
    /// @param receivedAtMs when, in milliseconds since 1970
    public Webhook(Map<String, String> headers, byte[] body, long receivedAtMs) {
        this.headers = Map.copyOf(headers);
        this.body = body;
        this.receivedAtMs = receivedAtMs;
    }

    /// A header's first value; empty when there is none.
    ///
    /// @param name in lower case
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /// The raw body; not a copy, not to be changed.
    public byte[] body() {
        return body;
    }

    /// When it came in, in milliseconds since 1970.
    public long receivedAtMs() {
        return receivedAtMs;
    }
}
