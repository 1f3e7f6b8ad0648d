package io.weighbridge.console.text;

import io.weighbridge.proto.v1.LimitUse;
import io.weighbridge.proto.v1.RefusedCall;

/// What stood in the way of a refused call at that instant, in words.
public final class RefusedText {
    private RefusedText() {}

    /// Empty when neither credit nor a limit was the reason.
    public static String of(RefusedCall call, Formats formats) {
        return switch (call.getReason()) {
            case REFUSAL_REASON_INSUFFICIENT_CREDIT ->
                    credit("common.refused.credit", call, formats);
            case REFUSAL_REASON_KEY_CREDIT_LIMIT ->
                    credit("common.refused.key-limit", call, formats);
            case REFUSAL_REASON_REQUESTS_PER_MINUTE ->
                    limit("common.refused.requests", call.getRequests(), call, formats);
            case REFUSAL_REASON_TOKENS_PER_MINUTE ->
                    limit("common.refused.tokens", call.getTokens(), call, formats);
            case REFUSAL_REASON_ABOVE_TOKEN_LIMIT ->
                    Texts.of("common.refused.above", formats.count(call.getTokens().getLimit()));
            case REFUSAL_REASON_CONCURRENT_CALLS ->
                    limit("common.refused.calls", call.getCalls(), call, formats);
            default -> "";
        };
    }

    private static String credit(String key, RefusedCall call, Formats formats) {
        // More than can be counted was asked for.
        String needed =
                call.getNeededNanos() == Long.MAX_VALUE
                        ? Texts.of("common.refused.uncountable")
                        : formats.money(call.getNeededNanos());
        return Texts.of(key, needed, formats.money(call.getLeftNanos()));
    }

    private static String limit(String key, LimitUse use, RefusedCall call, Formats formats) {
        String text = Texts.of(key, formats.count(use.getUsed()), formats.count(use.getLimit()));
        return call.getRetryAfterMs() == 0
                ? text
                : text
                        + ' '
                        + Texts.of(
                                "common.refused.retry", formats.duration(call.getRetryAfterMs()));
    }
}
