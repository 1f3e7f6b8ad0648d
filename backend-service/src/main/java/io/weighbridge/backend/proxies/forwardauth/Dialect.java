package io.weighbridge.backend.proxies.forwardauth;

import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.HeaderLine;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How a proxy wants to be told that a call may not be made.
enum Dialect {
    /// Knows 401 and 403 only, and makes 500 of anything else: the real answer stands in headers,
    /// which its configuration turns into one.
    NGINX,
    /// Hands the answer on as it is; so do the others.
    CADDY,
    TRAEFIK,
    /// By our Lua file.
    HAPROXY;

    private static final int LAST_ASCII = 0x7e;

    /// The dialect of a word in a path, or null.
    static @Nullable Dialect of(String word) {
        for (Dialect dialect : values()) {
            if (dialect.name().toLowerCase(Locale.ROOT).equals(word)) {
                return dialect;
            }
        }
        return null;
    }

    /// A refusal.
    ProxyReply refuse(ApiError error) {
        return switch (this) {
            case NGINX -> inHeaders(error);
            case CADDY, TRAEFIK, HAPROXY -> ProxyReply.of(error);
        };
    }

    private static ProxyReply inHeaders(ApiError error) {
        List<HeaderLine> headers = new ArrayList<>(error.headers());
        headers.add(new HeaderLine("x-error-status", Integer.toString(error.status())));
        headers.add(new HeaderLine("x-error-body", oneLine(error.json())));
        return ProxyReply.json(403, headers, error.json());
    }

    // A header has no line ends, and no agreed alphabet beyond ASCII; JSON can do without both.
    private static String oneLine(byte[] json) {
        StringBuilder text = new StringBuilder(json.length);
        for (char c : new String(json, StandardCharsets.UTF_8).toCharArray()) {
            if (c >= ' ' && c <= LAST_ASCII) {
                text.append(c);
            } else {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return text.toString();
    }
}
