package io.weighbridge.backend.payments.autotopup;

/// What cards were asked for and did not certainly refuse.
///
/// @param dayNanos since the day began, in UTC
/// @param monthNanos since the month began
public record Spent(long dayNanos, long monthNanos) {
    /// Whether so much more is within the caps.
    boolean allows(long totalNanos, AutoTopUp topUp) {
        return dayNanos <= topUp.dailyCapNanos() - totalNanos
                && monthNanos <= topUp.monthlyCapNanos() - totalNanos;
    }
}
