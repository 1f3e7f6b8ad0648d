package io.weighbridge.backend.payments.autotopup;

/// When and by how much an account is topped up by itself.
///
/// @param version counts its changes, from 1; 0 for one that was never set
/// @param reason why it was disarmed; empty for nothing to say
/// @param thresholdNanos of available credit: below it the card is charged
/// @param amountNanos of credit, each time
/// @param dailyCapNanos what the card may be asked for in a day (UTC), fees included
/// @param monthlyCapNanos the same in a month
/// @param failures one after another until now
/// @param nextTryMs not before
public record AutoTopUp(
        long accountId,
        long version,
        AutoTopUpState state,
        String reason,
        long thresholdNanos,
        long amountNanos,
        long dailyCapNanos,
        long monthlyCapNanos,
        int failures,
        long nextTryMs,
        long changedAtMs) {
    /// One that was never set.
    static AutoTopUp none(long accountId) {
        return new AutoTopUp(accountId, 0, AutoTopUpState.OFF, "", 0, 0, 0, 0, 0, 0, 0);
    }

    boolean isArmed() {
        return state == AutoTopUpState.ARMED;
    }

    /// As it is after somebody set it.
    AutoTopUp set(
            AutoTopUpState newState,
            long newThresholdNanos,
            long newAmountNanos,
            long newDailyCapNanos,
            long newMonthlyCapNanos,
            long atMs) {
        return new AutoTopUp(
                accountId,
                version + 1,
                newState,
                "",
                newThresholdNanos,
                newAmountNanos,
                newDailyCapNanos,
                newMonthlyCapNanos,
                0,
                0,
                atMs);
    }

    /// As it is after a charge was declined or paid.
    AutoTopUp tried(int newFailures, long newNextTryMs, long atMs) {
        return with(state, reason, newFailures, newNextTryMs, atMs);
    }

    /// As it is when it ends by itself.
    AutoTopUp disarmed(String why, int newFailures, long atMs) {
        return with(AutoTopUpState.DISARMED, why, newFailures, 0, atMs);
    }

    private AutoTopUp with(
            AutoTopUpState newState,
            String newReason,
            int newFailures,
            long newNextTryMs,
            long atMs) {
        return new AutoTopUp(
                accountId,
                version + 1,
                newState,
                newReason,
                thresholdNanos,
                amountNanos,
                dailyCapNanos,
                monthlyCapNanos,
                newFailures,
                newNextTryMs,
                atMs);
    }

    /// Whether people would see no difference.
    boolean says(AutoTopUp other) {
        return state == other.state
                && thresholdNanos == other.thresholdNanos
                && amountNanos == other.amountNanos
                && dailyCapNanos == other.dailyCapNanos
                && monthlyCapNanos == other.monthlyCapNanos
                && version != 0;
    }
}
