package io.weighbridge.backend.testkit.model;

import java.util.List;
import java.util.Locale;

/// What a model server was asked.
///
/// @param first line of the request
/// @param headers as they came
/// @param body all of it
public record AskedModel(String first, List<String> headers, String body) {
    /// The values of a header, in order.
    public List<String> header(String name) {
        String begin = name.toLowerCase(Locale.ROOT) + ":";
        return headers.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(begin))
                .map(line -> line.substring(begin.length()).strip())
                .toList();
    }

    /// All that came, as text.
    public String all() {
        return first + "\n" + String.join("\n", headers) + "\n\n" + body;
    }
}
