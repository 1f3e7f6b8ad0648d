package io.weighbridge.backend.proxies.call;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The API key of a request: in exactly one header, so that nobody behind us reads another one.
///
/// @param key empty when there is none
/// @param error why, null when there is one
public record BearerKey(String key, @Nullable ApiError error) {
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +(\\S+)");

    public static BearerKey of(List<HeaderLine> headers) {
        List<HeaderLine> given =
                headers.stream().filter(h -> h.name().equalsIgnoreCase("authorization")).toList();
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

    private static BearerKey none(ApiError error) {
        return new BearerKey("", error);
    }

    /// Leaves the key out.
    @Override
    public String toString() {
        return "BearerKey[" + error + "]";
    }
}
