package io.weighbridge.console.feature.accounts;

import io.weighbridge.proto.v1.AutoTopUp;
import io.weighbridge.proto.v1.AutoTopUpState;

/// What somebody wishes of an account's automatic top-ups.
///
/// @param isArmed whether the card is charged
/// @param why it is not, if it ended by itself; else empty
/// @param thresholdNanos of available credit: below it the card is charged
/// @param amountNanos of credit, each time
/// @param dailyCapNanos what the card is asked for in a day at most
/// @param monthlyCapNanos the same in a month
record TopUpWish(
        boolean isArmed,
        String why,
        long thresholdNanos,
        long amountNanos,
        long dailyCapNanos,
        long monthlyCapNanos) {
    static TopUpWish of(AutoTopUp topUp) {
        return new TopUpWish(
                topUp.getState() == AutoTopUpState.AUTO_TOP_UP_STATE_ARMED,
                topUp.getReason(),
                topUp.getThresholdNanos(),
                topUp.getAmountNanos(),
                topUp.getDailyCapNanos(),
                topUp.getMonthlyCapNanos());
    }

    /// The same amounts, not charged any more.
    TopUpWish off() {
        return new TopUpWish(
                false, "", thresholdNanos, amountNanos, dailyCapNanos, monthlyCapNanos);
    }
}
