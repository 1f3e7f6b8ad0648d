package io.weighbridge.console.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.proto.v1.LimitUse;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.RefusedCall;

import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.time.ZoneOffset;

final class RefusedTextTest {
    private final Formats formats = new Formats(InstantSource.system(), ZoneOffset.UTC, "$");

    private static RefusedCall.Builder call(RefusalReason reason) {
        return RefusedCall.newBuilder().setReason(reason);
    }

    private static LimitUse use(long used, long limit) {
        return LimitUse.newBuilder().setUsed(used).setLimit(limit).build();
    }

    private void assertSays(String text, RefusedCall.Builder call) {
        assertEquals(text, RefusedText.of(call.build(), formats));
    }

    @Test
    void shouldSayWhatCreditWasNeededAndLeft() {
        assertSays(
                "The call needed $0.004; the account had $0.001 left.",
                call(RefusalReason.REFUSAL_REASON_INSUFFICIENT_CREDIT)
                        .setNeededNanos(4_000_000)
                        .setLeftNanos(1_000_000));
        assertSays(
                "The call needed more than can be counted; the limit of the key left $2.00.",
                call(RefusalReason.REFUSAL_REASON_KEY_CREDIT_LIMIT)
                        .setNeededNanos(Long.MAX_VALUE)
                        .setLeftNanos(2_000_000_000));
    }

    @Test
    void shouldSayHowFullTheLimitWas() {
        assertSays(
                "60 of 60 requests a minute were used. The next could go 2 s later.",
                call(RefusalReason.REFUSAL_REASON_REQUESTS_PER_MINUTE)
                        .setRequests(use(60, 60))
                        .setRetryAfterMs(2_000));
        assertSays(
                "900 of 1,000 tokens a minute were used.",
                call(RefusalReason.REFUSAL_REASON_TOKENS_PER_MINUTE).setTokens(use(900, 1_000)));
        assertSays(
                "3 of 3 calls at once were open.",
                call(RefusalReason.REFUSAL_REASON_CONCURRENT_CALLS).setCalls(use(3, 3)));
        assertSays(
                "The call asked for more tokens than the limit of 10 a minute ever allows.",
                call(RefusalReason.REFUSAL_REASON_ABOVE_TOKEN_LIMIT).setTokens(use(0, 10)));
        assertSays("", call(RefusalReason.REFUSAL_REASON_EXPIRED_KEY));
    }
}
