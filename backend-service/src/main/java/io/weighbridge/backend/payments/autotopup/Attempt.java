package io.weighbridge.backend.payments.autotopup;

/// A charge to a saved card, known before the provider is asked for it. One at a time is open for
/// an account.
///
/// @param orderId what is paid with it, and its key at the provider
/// @param totalNanos what the card is asked for
/// @param code why it was declined; empty for nothing to say
/// @param asked how often the provider was asked
/// @param nextAskMs when it is asked again
/// @param endedAtMs 0: not yet
public record Attempt(
        long id,
        long accountId,
        long orderId,
        long cardId,
        long totalNanos,
        AttemptOutcome outcome,
        String code,
        int asked,
        long nextAskMs,
        long startedAtMs,
        long endedAtMs) {
    Attempt ended(AttemptOutcome newOutcome, String newCode, long atMs) {
        return new Attempt(
                id,
                accountId,
                orderId,
                cardId,
                totalNanos,
                newOutcome,
                newCode,
                asked,
                nextAskMs,
                startedAtMs,
                atMs);
    }
}
