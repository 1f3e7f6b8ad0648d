package io.weighbridge.console.feature.accounts;

import java.math.BigInteger;

/// How fast an account spends.
///
/// @param hourNanos charged in the last hour
/// @param dayNanos charged in the last 24 hours
record Burn(long hourNanos, long dayNanos) {
    private static final int HOURS_A_DAY = 24;
    private static final BigInteger HOUR_MS = BigInteger.valueOf(3_600_000);

    /// For ever: nothing is spent.
    static final long FOR_EVER = Long.MAX_VALUE;

    /// What an hour costs: as the last one did; after a quiet hour as those of the day did.
    long nanosAnHour() {
        return hourNanos > 0 ? hourNanos : dayNanos / HOURS_A_DAY;
    }

    /// How long credit lasts at this rate, in milliseconds.
    long lastsMs(long availableNanos) {
        if (availableNanos <= 0) {
            return 0;
        }
        long rate = nanosAnHour();
        if (rate <= 0) {
            return FOR_EVER;
        }
        return BigInteger.valueOf(availableNanos)
                .multiply(HOUR_MS)
                .divide(BigInteger.valueOf(rate))
                .min(BigInteger.valueOf(FOR_EVER))
                .longValueExact();
    }
}
