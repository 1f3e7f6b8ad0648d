package io.weighbridge.backend.proxies.call;

import io.weighbridge.backend.proxies.wire.Endpoint;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The API key of a request: in exactly one header, so that nobody behind us reads another one.
///
/// @param key empty when there is none
/// @param error why, null when there is one
public record BearerKey(String key, @Nullable ApiError error) {
    private static final String AUTHORIZATION = "authorization";
    private static final String API_KEY = "x-api-key";
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +(\\S+)");

    /// The key in an Authorization header.
    public static BearerKey of(List<HeaderLine> headers) {
        List<HeaderLine> given =
                headers.stream().filter(h -> h.name().equalsIgnoreCase(AUTHORIZATION)).toList();
        if (given.size() > 1) {
            return none(
                    ApiError.wrong(
                            400, "invalid_header", "More than one Authorization header was sent."));
        }
        String text = given.isEmpty() ? "" : given.getFirst().value().strip();
        Matcher matcher = BEARER.matcher(text);
        return matcher.matches()
                ? new BearerKey(matcher.group(1), null)
                : none(
                        ApiError.wrong(
                                401,
                                "invalid_api_key",
                                "You didn't provide an API key. Send it in an Authorization header:"
                                        + " Authorization: Bearer YOUR_KEY."));
    }

    /// The same for an endpoint: Anthropic's API has a header of its own for it.
    public static BearerKey of(Endpoint endpoint, List<HeaderLine> headers) {
        List<HeaderLine> own =
                headers.stream().filter(h -> h.name().equalsIgnoreCase(API_KEY)).toList();
        if (endpoint != Endpoint.MESSAGES || own.isEmpty()) {
            return of(headers);
        }
        boolean isBoth =
                own.size() > 1
                        || headers.stream().anyMatch(h -> h.name().equalsIgnoreCase(AUTHORIZATION));
        String key = own.getFirst().value().strip();
        if (isBoth) {
            return none(ApiError.wrong(400, "invalid_header", "More than one API key was sent."));
        }
        return key.isEmpty() || key.contains(" ")
                ? none(ApiError.wrong(401, "invalid_api_key", "The x-api-key header has no key."))
                : new BearerKey(key, null);
    }

    private static BearerKey none(ApiError error) {
        return new BearerKey("", error);
    }

    /// Leaves the key out.
    @Override
    public String toString() {
        return "BearerKey[" + error + "]";
    }
}
