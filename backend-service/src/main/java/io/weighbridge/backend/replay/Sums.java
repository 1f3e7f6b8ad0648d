package io.weighbridge.backend.replay;

/// What calls came to, and would come to. Amounts are in nanos of the billing currency.
///
/// @param calls that were charged, or would be
/// @param beforeNanos what they were charged
/// @param afterNanos what those that the book prices would be charged
/// @param unpricedCalls those among them that the book does not price: nothing is in `afterNanos`
///     for them
/// @param unpricedBeforeNanos what those were charged
/// @param costedCalls those among them whose cost is known
/// @param costNanos what that came to
/// @param costedBeforeNanos what those were charged
/// @param costedAfterNanos what those would be charged
public record Sums(
        long calls,
        long beforeNanos,
        long afterNanos,
        long unpricedCalls,
        long unpricedBeforeNanos,
        long costedCalls,
        long costNanos,
        long costedBeforeNanos,
        long costedAfterNanos) {
    /// No calls.
    public static final Sums NONE = new Sums(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// How much more the calls that the book prices would be charged.
    public long moreNanos() {
        return afterNanos - (beforeNanos - unpricedBeforeNanos);
    }
}
