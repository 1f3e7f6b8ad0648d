package io.weighbridge.backend.proxies.mcp;

import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.HeaderRules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Headers of the protocol.
final class ToolHeaders {
    static final String SESSION = "mcp-session-id";
    static final String LAST_EVENT = "last-event-id";
    static final String ORIGIN = "origin";
    static final String ACCEPT = "accept";

    private ToolHeaders() {}

    /// The values of a header, in order.
    static List<String> all(List<HeaderLine> headers, String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(header -> header.value().strip())
                .toList();
    }

    /// What a server gets of a client's headers.
    ///
    /// @param session the server's, empty for none
    /// @param subjects names of headers that name subjects
    static List<HeaderLine> up(
            List<HeaderLine> headers, String apiKey, String session, Set<String> subjects) {
        Set<String> withheld = new HashSet<>(subjects);
        withheld.addAll(Set.of(SESSION, LAST_EVENT, ORIGIN, "referer"));
        List<HeaderLine> up = new ArrayList<>(HeaderRules.toUpstream(headers, apiKey, withheld));
        if (!session.isEmpty()) {
            up.add(new HeaderLine(SESSION, session));
            all(headers, LAST_EVENT).forEach(id -> up.add(new HeaderLine(LAST_EVENT, id)));
        }
        if (all(headers, ACCEPT).isEmpty()) {
            up.add(new HeaderLine(ACCEPT, "application/json, text/event-stream"));
        }
        return up;
    }
}
