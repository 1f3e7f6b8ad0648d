package io.weighbridge.console.shell;

import io.weighbridge.console.text.SecretText;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Where something is in the console, as a text that can be copied and opened in another one:
/// `weighbridge:accounts/acc_1?from=17`.
///
/// @param route the screen
/// @param id of the thing; empty for the list of them
/// @param filters what a list is narrowed down to, by name
public record Address(Route route, String id, Map<String, String> filters) {
    private static final String SCHEME = "weighbridge:";

    /// Addresses are copied, and kept on disk: of a key's secret that was pasted into a filter only
    /// what may be asked for is in them.
    public Address {
        filters =
                filters.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey,
                                        filter -> SecretText.asked(filter.getValue())));
    }

    /// A list or a screen without things.
    public static Address of(Route route) {
        return new Address(route, "", Map.of());
    }

    /// One thing.
    public static Address of(Route route, String id) {
        return new Address(route, id, Map.of());
    }

    /// The same, narrowed down; an empty value takes the filter away.
    public Address with(String name, String value) {
        Map<String, String> next = new TreeMap<>(filters);
        if (value.isEmpty()) {
            next.remove(name);
        } else {
            next.put(name, value);
        }
        return new Address(route, id, next);
    }

    /// A filter's value; empty for none.
    public String filter(String name) {
        return filters.getOrDefault(name, "");
    }

    /// The address of a text; empty when it is none.
    public static Optional<Address> parse(String text) {
        String rest = text.strip();
        if (!rest.startsWith(SCHEME)) {
            return Optional.empty();
        }
        rest = rest.substring(SCHEME.length());
        int query = rest.indexOf('?');
        String path = query < 0 ? rest : rest.substring(0, query);
        Map<String, String> filters = new TreeMap<>();
        if (query >= 0) {
            for (String pair : rest.substring(query + 1).split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    filters.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
                }
            }
        }
        int slash = path.indexOf('/');
        String id = slash < 0 ? "" : decoded(path.substring(slash + 1));
        return Route.ofWord(slash < 0 ? path : path.substring(0, slash))
                .map(route -> new Address(route, id, filters));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(SCHEME).append(route.word());
        if (!id.isEmpty()) {
            text.append('/').append(URLEncoder.encode(id, StandardCharsets.UTF_8));
        }
        char before = '?';
        for (Map.Entry<String, String> filter : new TreeMap<>(filters).entrySet()) {
            text.append(before)
                    .append(filter.getKey())
                    .append('=')
                    .append(URLEncoder.encode(filter.getValue(), StandardCharsets.UTF_8));
            before = '&';
        }
        return text.toString();
    }
}
