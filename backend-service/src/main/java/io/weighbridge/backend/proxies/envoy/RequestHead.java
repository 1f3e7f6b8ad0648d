package io.weighbridge.backend.proxies.envoy;

import io.weighbridge.backend.proxies.call.HeaderLine;

import java.util.ArrayList;
import java.util.List;

/// The head of a request.
///
/// @param headers names in small letters; method and path among them, as Envoy writes them
/// @param address where the client is, as text; empty when Envoy does not tell
/// @param isWhole whether there is no body
record RequestHead(List<HeaderLine> headers, String address, boolean isWhole) {
    static final String AUTHORIZATION = "authorization";

    RequestHead {
        headers = List.copyOf(headers);
    }

    /// The value of a header, empty when there is none; of several the first.
    String first(String name) {
        for (HeaderLine header : headers) {
            if (header.name().equals(name)) {
                return header.value();
            }
        }
        return "";
    }

    boolean has(String name) {
        return headers.stream().anyMatch(header -> header.name().equals(name));
    }

    /// The path without its query.
    String path() {
        String path = first(":path");
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    boolean hasQuery() {
        return first(":path").indexOf('?') >= 0;
    }

    /// The headers that say who asks, each by itself: Envoy joins two with a comma, which no key
    /// has.
    List<HeaderLine> authorizations() {
        List<HeaderLine> all = new ArrayList<>();
        for (HeaderLine header : headers) {
            if (header.name().equals(AUTHORIZATION)) {
                for (String each : header.value().split(",", -1)) {
                    all.add(new HeaderLine(AUTHORIZATION, each));
                }
            }
        }
        return all;
    }
}
