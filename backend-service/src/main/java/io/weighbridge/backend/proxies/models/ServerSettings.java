package io.weighbridge.backend.proxies.models;

import org.jspecify.annotations.Nullable;

import java.net.URI;

/// A model server.
///
/// @param name for logs and metrics
/// @param url its base URL, with `/v1` or what it has instead
/// @param key shown to it, null for none
/// @param keyHeader in which header
/// @param connectTimeoutMs for a connection
/// @param firstByteTimeoutMs for its answer to begin
/// @param idleTimeoutMs for the next part of it
public record ServerSettings(
        String name,
        URI url,
        @Nullable String key,
        KeyHeader keyHeader,
        int connectTimeoutMs,
        int firstByteTimeoutMs,
        int idleTimeoutMs) {
    /// Where a server wants its key.
    public enum KeyHeader {
        AUTHORIZATION,
        X_API_KEY;

        /// Where this one wants it, as far as is known.
        public static KeyHeader usual(URI url) {
            return "api.anthropic.com".equals(url.getHost()) ? X_API_KEY : AUTHORIZATION;
        }
    }

    /// Leaves the key out.
    @Override
    public String toString() {
        return "ServerSettings[" + name + " " + url + "]";
    }
}
