package io.weighbridge.backend.proxies.call;

import io.weighbridge.backend.limits.LimitReadings;
import io.weighbridge.backend.limits.ServiceLimits;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The state of limits as OpenAI writes it: `x-ratelimit-*`, for those limits that exist.
public final class LimitHeaders {
    private LimitHeaders() {}

    public static List<HeaderLine> of(LimitReadings readings) {
        List<HeaderLine> headers = new ArrayList<>();
        if (readings.requestsLimit() != ServiceLimits.UNLIMITED) {
            add(
                    headers,
                    "requests",
                    readings.requestsLimit(),
                    readings.requestsRemaining(),
                    readings.requestsResetMs());
        }
        if (readings.tokensLimit() != ServiceLimits.UNLIMITED) {
            add(
                    headers,
                    "tokens",
                    readings.tokensLimit(),
                    readings.tokensRemaining(),
                    readings.tokensResetMs());
        }
        return headers;
    }

    private static void add(
            List<HeaderLine> headers, String what, long limit, long remaining, long resetMs) {
        headers.add(new HeaderLine("x-ratelimit-limit-" + what, Long.toString(limit)));
        headers.add(new HeaderLine("x-ratelimit-remaining-" + what, Long.toString(remaining)));
        headers.add(new HeaderLine("x-ratelimit-reset-" + what, duration(resetMs)));
    }

    /// A duration as Go writes it: `12ms`, `1.5s`, `6m0s`.
    static String duration(long ms) {
        if (ms < 1_000) {
            return ms + "ms";
        }
        long minutes = ms / 60_000;
        long rest = ms % 60_000;
        String seconds =
                rest % 1_000 == 0
                        ? Long.toString(rest / 1_000)
                        : String.format(Locale.ROOT, "%d.%03d", rest / 1_000, rest % 1_000)
                                .replaceAll("0+$", "");
        return (minutes == 0 ? "" : minutes + "m") + seconds + "s";
    }
}
