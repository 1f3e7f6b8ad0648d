package io.weighbridge.backend.proxies.envoy;

import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.HeaderRules;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which headers Envoy is told to take out: those that the own gateway does not pass on either, but
/// for what Envoy itself writes or needs.
final class EnvoyHeaders {
    private static final Set<String> ENVOYS_UP =
            Set.of(
                    "content-length",
                    "content-type",
                    "host",
                    "transfer-encoding",
                    "x-forwarded-for",
                    "x-forwarded-proto",
                    "x-request-id");

    private static final Set<String> ENVOYS_DOWN =
            Set.of(
                    "connection",
                    "content-encoding",
                    "content-length",
                    "date",
                    "keep-alive",
                    "server",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    private EnvoyHeaders() {}

    /// Names of headers that the model server is not to see.
    ///
    /// @param subjects those that name the call's subject
    static List<String> notUp(List<HeaderLine> headers, String apiKey, Set<String> subjects) {
        return names(headers, HeaderRules.toUpstream(headers, apiKey, subjects), ENVOYS_UP);
    }

    /// Names of headers that the client is not to see.
    static List<String> notDown(List<HeaderLine> headers) {
        return names(headers, HeaderRules.toClient(headers), ENVOYS_DOWN);
    }

    private static List<String> names(
            List<HeaderLine> headers, List<HeaderLine> passed, Set<String> envoys) {
        Set<HeaderLine> stay = new HashSet<>(passed);
        Set<String> names = new LinkedHashSet<>();
        for (HeaderLine header : headers) {
            String name = header.name();
            boolean isEnvoys =
                    envoys.contains(name) || name.startsWith(":") || name.startsWith("x-envoy-");
            if (!isEnvoys && !stay.contains(header)) {
                names.add(name);
            }
        }
        return List.copyOf(names);
    }
}
