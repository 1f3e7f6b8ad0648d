package io.weighbridge.backend.proxies.forwardauth;

import io.weighbridge.backend.proxies.call.HeaderLine;

import java.util.List;

/// A proxy's question whether a call may be made.
///
/// @param dialect that it is answered in
/// @param service that the call goes to, empty where the path says so
/// @param headers of the question: the client's own, and what the proxy adds
/// @param peer address that the question comes from
record Question(Dialect dialect, String service, List<HeaderLine> headers, String peer) {
    Question {
        headers = List.copyOf(headers);
    }

    /// The values of a header, in order.
    List<String> all(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(HeaderLine::value)
                .toList();
    }

    /// Leaves the key out.
    @Override
    public String toString() {
        return "Question[" + dialect + " " + service + " " + peer + "]";
    }
}
