package io.weighbridge.backend.proxies.mcp;

import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.HeaderRules;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Headers of the protocol.
final class ToolHeaders {
    static final String SESSION = "mcp-session-id";
    static final String LAST_EVENT = "last-event-id";
    static final String ORIGIN = "origin";
    static final String ACCEPT = "accept";

    // What a message says of itself; a server may go by it.
    private static final String METHOD = "mcp-method";
    private static final String NAME = "mcp-name";
    private static final int NAME_LENGTH_MAX = 4_096;

    private ToolHeaders() {}

    /// The values of a header, in order.
    static List<String> all(List<HeaderLine> headers, String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(header -> header.value().strip())
                .toList();
    }

    /// What a server gets of a client's headers. What names the method and the tool is written
    /// anew, so that it is what is charged.
    ///
    /// @param message null for none
    /// @param session the server's, empty for none
    /// @param subjects names of headers that name subjects
    static List<HeaderLine> up(
            List<HeaderLine> headers,
            @Nullable RpcMessage message,
            String apiKey,
            String session,
            Set<String> subjects) {
        Set<String> withheld = new HashSet<>(subjects);
        withheld.addAll(Set.of(SESSION, LAST_EVENT, ORIGIN, METHOD, NAME, "referer"));
        List<HeaderLine> up = new ArrayList<>(HeaderRules.toUpstream(headers, apiKey, withheld));
        if (message != null) {
            write(METHOD, message.method(), headers, up);
            write(NAME, message.name(), headers, up);
        }
        if (!session.isEmpty()) {
            up.add(new HeaderLine(SESSION, session));
            all(headers, LAST_EVENT).forEach(id -> up.add(new HeaderLine(LAST_EVENT, id)));
        }
        if (all(headers, ACCEPT).isEmpty()) {
            up.add(new HeaderLine(ACCEPT, "application/json, text/event-stream"));
        }
        return up;
    }

    // Where the client's protocol has it.
    private static void write(
            String name, String value, List<HeaderLine> headers, List<HeaderLine> up) {
        boolean isAsked = !all(headers, name).isEmpty();
        if (isAsked && !value.isEmpty() && value.length() <= NAME_LENGTH_MAX) {
            up.add(new HeaderLine(name, isPlain(value) ? value : encoded(value)));
        }
    }

    private static boolean isPlain(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c <= '~')
                && value.equals(value.strip())
                && !value.startsWith("=?base64?");
    }

    private static String encoded(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return "=?base64?" + Base64.getEncoder().encodeToString(bytes) + "?=";
    }
}
