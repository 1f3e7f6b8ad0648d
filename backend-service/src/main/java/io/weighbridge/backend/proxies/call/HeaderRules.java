package io.weighbridge.backend.proxies.call;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which headers are passed on: all, but for those that belong to one connection, that carry a
/// secret, that we set ourselves, that only we may set, or that route a request; and of betas only
/// some.
public final class HeaderRules {
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

    // What a server or a proxy before it would take for its own proxy's word: where to route, who
    // asks, as which request.
    private static final Set<String> ROUTING =
            Set.of(
                    "cf-connecting-ip",
                    "client-ip",
                    "forwarded",
                    "true-client-ip",
                    "via",
                    "x-client-ip",
                    "x-cluster-client-ip",
                    "x-correlation-id",
                    "x-host",
                    "x-http-method",
                    "x-http-method-override",
                    "x-method-override",
                    "x-original-host",
                    "x-original-method",
                    "x-original-uri",
                    "x-original-url",
                    "x-real-ip",
                    "x-request-id",
                    "x-rewrite-url");

    private static final List<String> ROUTING_BEGINS =
            List.of("x-envoy-", "x-forwarded-", "x-litellm-", "x-openwebui-user-");

    private static final Set<String> NOT_DOWN =
            Set.of(
                    "alt-svc",
                    "date",
                    "location",
                    "openai-organization",
                    "openai-project",
                    "server",
                    "set-cookie",
                    "strict-transport-security",
                    "via",
                    "www-authenticate",
                    "x-powered-by",
                    "x-served-by");

    private HeaderRules() {}

    /// What of a client's headers the model server gets.
    ///
    /// @param apiKey of the client: no header that holds it is passed on
    /// @param withheld names of more headers that are not, in small letters
    public static List<HeaderLine> toUpstream(
            List<HeaderLine> headers, String apiKey, Set<String> withheld) {
        Set<String> named = namedByConnection(headers);
        List<HeaderLine> passed = new ArrayList<>();
        for (HeaderLine header : headers) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (!NOT_UP.contains(name)
                    && !withheld.contains(name)
                    && !isRouting(name)
                    && isPassed(header, name, named)
                    && !header.value().contains(apiKey)) {
                passed.addAll(Betas.passed(header, name));
            }
        }
        return passed;
    }

    /// What of the model server's headers the client gets: not its rate limits either, which are
    /// the operator's, nor what tells of its addresses.
    public static List<HeaderLine> toClient(List<HeaderLine> headers) {
        Set<String> named = namedByConnection(headers);
        List<HeaderLine> passed = new ArrayList<>();
        for (HeaderLine header : headers) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (!NOT_DOWN.contains(name)
                    && isPassed(header, name, named)
                    && !name.startsWith("x-envoy-")
                    && !name.startsWith("x-ratelimit-")
                    && !name.startsWith("x-litellm-")) {
                passed.add(header);
            }
        }
        return passed;
    }

    private static boolean isRouting(String name) {
        for (String begin : ROUTING_BEGINS) {
            if (name.startsWith(begin)) {
                return true;
            }
        }
        return ROUTING.contains(name);
    }

    private static boolean isPassed(HeaderLine header, String name, Set<String> named) {
        return !OF_THE_CONNECTION.contains(name)
                && !name.startsWith(OURS)
                && !named.contains(name)
                && isWritable(header);
    }

    // Others than these cannot be sent on: headers have no alphabet that all agree on.
    private static boolean isWritable(HeaderLine header) {
        return isPlain(header.name(), false) && isPlain(header.value(), true);
    }

    // A loop: each header of each call comes here, and a stream would cost more than all else.
    private static boolean isPlain(String text, boolean takesBlanks) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isPlain = (c > ' ' && c <= '~') || (takesBlanks && (c == ' ' || c == '\t'));
            if (!isPlain) {
                return false;
            }
        }
        return true;
    }

    private static Set<String> namedByConnection(List<HeaderLine> headers) {
        Set<String> named = Set.of();
        for (HeaderLine header : headers) {
            if (header.name().equalsIgnoreCase("connection")) {
                named = named.isEmpty() ? new HashSet<>() : named;
                for (String name : header.value().split(",", -1)) {
                    named.add(name.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        return named;
    }
}
