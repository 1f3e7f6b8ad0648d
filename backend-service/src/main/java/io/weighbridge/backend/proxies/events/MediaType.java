package io.weighbridge.backend.proxies.events;

import io.weighbridge.backend.proxies.call.HeaderLine;

import java.util.List;
import java.util.Locale;

/// The type of a body: exactly one, and in UTF-8.
///
/// @param name in small letters, empty when there is none or it cannot be relied on
record MediaType(String name) {
    private static final String HEADER = "content-type";

    /// What the headers say.
    static MediaType of(List<HeaderLine> headers) {
        List<String> given =
                headers.stream()
                        .filter(header -> header.name().equalsIgnoreCase(HEADER))
                        .map(HeaderLine::value)
                        .toList();
        return given.size() == 1 ? parse(given.getFirst()) : new MediaType("");
    }

    /// Reads a type with its parameters.
    static MediaType parse(String text) {
        String[] parts = text.toLowerCase(Locale.ROOT).split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            boolean isUtf8 =
                    parameter.equals("charset=utf-8") || parameter.equals("charset=\"utf-8\"");
            if (parameter.startsWith("charset") && !isUtf8) {
                return new MediaType("");
            }
        }
        return new MediaType(parts[0].strip());
    }

    /// Whether it is JSON.
    boolean isJson() {
        return name.equals("application/json") || name.endsWith("+json");
    }
}
