package io.weighbridge.backend.proxies.call;

import io.weighbridge.backend.proxies.wire.Endpoint;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// The API key of a request: in exactly one header, so that nobody behind us reads another one.
///
/// @param key empty when there is none
/// @param error why, null when there is one
public record BearerKey(String key, @Nullable ApiError error) {
    private static final String AUTHORIZATION = "authorization";
    private static final String API_KEY = "x-api-key";
    private static final String BEARER = "bearer";

    /// The key in an Authorization header.
    public static BearerKey of(List<HeaderLine> headers) {
        List<HeaderLine> given = new ArrayList<>(1);
        for (HeaderLine header : headers) {
            if (header.name().equalsIgnoreCase(AUTHORIZATION)) {
                given.add(header);
            }
        }
        if (given.size() > 1) {
            return none(
                    ApiError.wrong(
                            400, "invalid_header", "More than one Authorization header was sent."));
        }
        String text = given.isEmpty() ? "" : given.getFirst().value().strip();
        String key = afterBearer(text);
        return key.isEmpty()
                ? none(
                        ApiError.wrong(
                                401,
                                "invalid_api_key",
                                "You didn't provide an API key. Send it in an Authorization header:"
                                        + " Authorization: Bearer YOUR_KEY."))
                : new BearerKey(key, null);
    }

    // The one word after `Bearer`, in any case, and blanks; empty where it is not so.
    private static String afterBearer(String text) {
        if (!text.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return "";
        }
        int from = BEARER.length();
        while (from < text.length() && text.charAt(from) == ' ') {
            from++;
        }
        for (int i = from; i < text.length(); i++) {
            if (Character.isWhitespace(text.charAt(i))) {
                return "";
            }
        }
        return from == BEARER.length() ? "" : text.substring(from);
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
