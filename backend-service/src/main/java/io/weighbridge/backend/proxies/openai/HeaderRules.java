package io.weighbridge.backend.proxies.openai;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which headers are passed on: all, but for those that belong to one connection, that carry a
/// secret, that we set ourselves, or that only we may set.
final class HeaderRules {
    private static final String OURS = "x-weighbridge-";

    private static final Set<String> OF_THE_CONNECTION =
            Set.of(
                    "connection",
                    "content-encoding",
                    "content-length",
                    "expect",
                    "host",
                    "keep-alive",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    // A client's choice of organisation would be made with the operator's key.
    private static final Set<String> NOT_UP =
            Set.of(
                    "accept-encoding",
                    "api-key",
                    "authorization",
                    "content-type",
                    "cookie",
                    "openai-organization",
                    "openai-project",
                    "x-api-key",
                    "x-goog-api-key");

    private static final Set<String> NOT_DOWN =
            Set.of(
                    "alt-svc",
                    "date",
                    "location",
                    "openai-organization",
                    "openai-project",
                    "server",
                    "set-cookie",
                    "strict-transport-security");

    private HeaderRules() {}

    /// What of a client's headers the model server gets.
    ///
    /// @param apiKey of the client: no header that holds it is passed on
    static List<HeaderLine> toUpstream(List<HeaderLine> headers, String apiKey) {
        Set<String> named = namedByConnection(headers);
        List<HeaderLine> passed = new ArrayList<>();
        for (HeaderLine header : headers) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (!NOT_UP.contains(name)
                    && isPassed(name, named)
                    && !header.value().contains(apiKey)) {
                passed.add(header);
            }
        }
        return passed;
    }

    /// What of the model server's headers the client gets: not its rate limits either, which are
    /// the operator's, nor what tells of its addresses.
    static List<HeaderLine> toClient(List<HeaderLine> headers) {
        Set<String> named = namedByConnection(headers);
        List<HeaderLine> passed = new ArrayList<>();
        for (HeaderLine header : headers) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (!NOT_DOWN.contains(name)
                    && isPassed(name, named)
                    && !name.startsWith("x-ratelimit-")
                    && !name.startsWith("x-litellm-")) {
                passed.add(header);
            }
        }
        return passed;
    }

    private static boolean isPassed(String name, Set<String> named) {
        return !OF_THE_CONNECTION.contains(name) && !name.startsWith(OURS) && !named.contains(name);
    }

    private static Set<String> namedByConnection(List<HeaderLine> headers) {
        Set<String> named = new HashSet<>();
        for (HeaderLine header : headers) {
            if (header.name().equalsIgnoreCase("connection")) {
                for (String name : header.value().split(",", -1)) {
                    named.add(name.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        return named;
    }
}
