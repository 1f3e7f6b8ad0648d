package io.weighbridge.backend.proxies.wire;

import java.util.Set;

/// What decides about money in a request.
///
/// @param maximumField how the model server is told the most output tokens
/// @param refusedFields of requests, beside those that are always refused; in small letters
/// @param hidesThinking whether the model thinks without streaming it
/// @param measures what estimates are made by
/// @param lingerMs for the model server to tell the usage when a client has left
public record RequestRules(
        String maximumField,
        Set<String> refusedFields,
        boolean hidesThinking,
        TextMeasure.ByModel measures,
        int lingerMs) {
    /// Copies.
    public RequestRules {
        refusedFields = Set.copyOf(refusedFields);
    }
}
