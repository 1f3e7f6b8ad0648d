package io.weighbridge.backend.codes;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.Nanos;

import java.time.Duration;

/// What the codes of a batch are worth, and how they are used.
///
/// @param campaign batches may share one
/// @param amountNanos of credit, for each code
/// @param creditExpiresAtMs 0: by days
/// @param creditExpiresDays after a code was redeemed; 0: at an instant
/// @param redeemUntilMs when codes end that nobody used
/// @param oncePerAccount whether an account may use only one code of the campaign
public record CodeTerms(
        String campaign,
        int count,
        long amountNanos,
        long creditExpiresAtMs,
        int creditExpiresDays,
        long redeemUntilMs,
        boolean oncePerAccount) {
    static final int COUNT_MAX = 10_000;
    static final int CAMPAIGN_LENGTH_MAX = 60;
    static final int DAYS_MAX = 3_650;

    /// These, if a batch can be made of them.
    ///
    /// @throws Fault INVALID_FIELD
    CodeTerms checked(long nowMs) {
        Check.text("campaign", campaign, 1, CAMPAIGN_LENGTH_MAX);
        Check.range("count", count, 1, COUNT_MAX);
        Check.range("amount_nanos", amountNanos, 1, Nanos.AMOUNT_MAX / count);
        long latest = nowMs + Duration.ofDays(DAYS_MAX).toMillis();
        Check.range("redeem_until_ms", redeemUntilMs, nowMs + 1, latest);
        if (creditExpiresAtMs == 0) {
            Check.range("credit_expires_days", creditExpiresDays, 1, DAYS_MAX);
        } else if (creditExpiresDays != 0) {
            throw Fault.invalid(
                    "credit_expires_days", creditExpiresDays, "0 beside credit_expires_at_ms");
        } else {
            Check.range("credit_expires_at_ms", creditExpiresAtMs, redeemUntilMs, 2 * latest);
        }
        return this;
    }

    /// When the credit of a code expires that is redeemed now.
    long expiresAtMs(long nowMs) {
        return creditExpiresAtMs == 0
                ? nowMs + Duration.ofDays(creditExpiresDays).toMillis()
                : creditExpiresAtMs;
    }

    /// What all codes give together.
    long sumNanos() {
        return Math.multiplyExact(amountNanos, count);
    }
}
