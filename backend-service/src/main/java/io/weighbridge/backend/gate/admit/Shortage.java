package io.weighbridge.backend.gate.admit;

import io.weighbridge.backend.gate.keys.KeyEntry;
import io.weighbridge.backend.gate.keys.KeyService;
import io.weighbridge.backend.gate.price.CallPrice;
import io.weighbridge.backend.keys.CreditLimit;
import io.weighbridge.backend.keys.CreditPeriod;
import io.weighbridge.backend.limits.CallMeter;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.pricing.Volumes;
import io.weighbridge.model.RefusalReason;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

/// A call that credit or limits do not cover as it is: how much of it they would cover, and what to
/// tell. Used under the account's lock, off the common path.
record Shortage(
        Units units,
        @Nullable CallPrice price,
        Volumes volumes,
        KeyService at,
        ServiceLimits limits,
        int violations,
        long spendableNanos,
        long ofKeyNanos,
        long amountNanos,
        long nowMicros) {
    // How soon to ask again when only another call's end can help.
    private static final long CALLS_RETRY_MS = 1_000;

    /// The same units with so few output tokens that credit and token limit cover them, or null
    /// when these are fewer than the least, or something else is short.
    @Nullable Units within(long leastOutputTokens) {
        boolean others = (violations & (CallMeter.CALLS | CallMeter.REQUESTS)) != 0;
        long affordable = leastOutputTokens == 0 || others ? -1 : affordableOutputTokens();
        return affordable >= leastOutputTokens && leastOutputTokens > 0
                ? units.with(Unit.OUTPUT_TOKENS, affordable)
                : null;
    }

    /// How many output tokens credit and token limit cover, -1 when not even the input.
    long affordableOutputTokens() {
        if (price == null || !units.has(Unit.OUTPUT_TOKENS)) {
            return -1;
        }
        long nanos = Math.min(spendableNanos, ofKeyNanos);
        long byCredit = price.affordable(units, Unit.OUTPUT_TOKENS, nanos, volumes);
        if (limits.shadow()) {
            return byCredit;
        }
        long free = at.tokensFree(limits, nowMicros) - units.get(Unit.INPUT_TOKENS);
        return Math.max(-1, Math.min(byCredit, free));
    }

    Decision.Refused refusal(KeyEntry.Settings settings, long nowMs) {
        RefusalReason reason;
        long retryAfterMs = 0;
        if (amountNanos > spendableNanos) {
            reason = RefusalReason.INSUFFICIENT_CREDIT;
        } else if (amountNanos > ofKeyNanos) {
            reason = RefusalReason.KEY_CREDIT_LIMIT;
            retryAfterMs = untilNextPeriodMs(settings, nowMs);
        } else {
            reason = Gate.reasonOf(violations);
            retryAfterMs = at.retryAfterMs(limits, violations, units.tokens());
            if ((violations & CallMeter.CALLS) != 0) {
                retryAfterMs = Math.max(retryAfterMs, CALLS_RETRY_MS);
            }
        }
        boolean outputDecides =
                switch (reason) {
                    case INSUFFICIENT_CREDIT,
                            KEY_CREDIT_LIMIT,
                            TOKENS_PER_MINUTE,
                            ABOVE_TOKEN_LIMIT ->
                            true;
                    default -> false;
                };
        return new Decision.Refused(
                reason,
                retryAfterMs,
                outputDecides ? affordableOutputTokens() : Decision.ABSENT,
                amountNanos,
                reason == RefusalReason.KEY_CREDIT_LIMIT ? ofKeyNanos : spendableNanos,
                at.readings(limits));
    }

    private static long untilNextPeriodMs(KeyEntry.Settings settings, long nowMs) {
        CreditLimit limit = settings.key.settings().creditLimit();
        return limit == null || limit.period() == CreditPeriod.EVER
                ? 0
                : limit.period().endMs(nowMs) - nowMs;
    }
}
