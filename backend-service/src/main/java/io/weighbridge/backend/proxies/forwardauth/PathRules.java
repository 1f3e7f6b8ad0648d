package io.weighbridge.backend.proxies.forwardauth;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Which service a path belongs to: the longest rule whose segments the path begins with. A path
/// that two readers could take for different ones belongs to none.
///
/// @param services by the paths of the rules, which do not end in a slash; that of `/` is empty
public record PathRules(Map<String, String> services) {
    // No escapes, no empty segments, no parameters: what is left has one reading only.
    private static final Pattern PLAIN = Pattern.compile("(/[A-Za-z0-9._~:@+-]+)*/?");
    private static final Pattern DOTS = Pattern.compile("(.*/)?\\.{1,2}(/.*)?");

    public PathRules {
        services = Map.copyOf(services);
    }

    /// Reads a setting: `PATH=SERVICE` with spaces between; null when that is wrong.
    public static @Nullable PathRules parse(String text) {
        Map<String, String> services = new LinkedHashMap<>();
        for (String rule : text.strip().split("\\s+")) {
            int equals = rule.indexOf('=');
            if (rule.isEmpty()) {
                continue;
            }
            String path = equals < 0 ? "" : rule.substring(0, equals);
            String service = rule.substring(equals + 1);
            if (path.isEmpty() || service.isEmpty() || isOdd(path)) {
                return null;
            }
            if (services.put(withoutSlash(path), service) != null) {
                return null;
            }
        }
        return new PathRules(services);
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /// Whether a path has another reading: escapes, dots, empty segments, signs that some servers
    /// take for the path's end.
    public static boolean isOdd(String path) {
        return path.isEmpty() || !PLAIN.matcher(path).matches() || DOTS.matcher(path).matches();
    }

    /// The path of a request's target, without its query.
    static String path(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /// The service of a path that is not odd; empty for none.
    public String service(String path) {
        String prefix = withoutSlash(path);
        while (!prefix.isEmpty()) {
            String service = services.get(prefix);
            if (service != null) {
                return service;
            }
            prefix = prefix.substring(0, prefix.lastIndexOf('/'));
        }
        return services.getOrDefault("", "");
    }
}
