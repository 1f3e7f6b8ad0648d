package io.weighbridge.backend.proxies.forwardauth;

import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.HeaderLine;

import org.jspecify.annotations.Nullable;

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
        String body = ProxyReply.text(error.json());
        headers.add(new HeaderLine("x-error-body", oneLine(body)));
        return ProxyReply.json(403, headers, body);
    }

    // A header has no line ends, and no agreed alphabet beyond ASCII; JSON can do without both.
    private static String oneLine(String json) {
        StringBuilder text = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c >= ' ' && c <= LAST_ASCII) {
                text.append(c);
            } else {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return text.toString();
    }
}
