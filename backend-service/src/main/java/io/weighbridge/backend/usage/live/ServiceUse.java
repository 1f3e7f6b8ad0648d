package io.weighbridge.backend.usage.live;

/// What a key uses of its limits at one service.
///
/// @param serviceId the service
/// @param requests a minute
/// @param tokens a minute
/// @param calls at the same time
/// @param shadow whether the limits only tell, and refuse nothing
public record ServiceUse(
        long serviceId, LimitUse requests, LimitUse tokens, LimitUse calls, boolean shadow) {
    boolean looksLike(ServiceUse other) {
        return serviceId == other.serviceId
                && shadow == other.shadow
                && requests.looksLike(other.requests)
                && tokens.looksLike(other.tokens)
                && calls.looksLike(other.calls);
    }
}
