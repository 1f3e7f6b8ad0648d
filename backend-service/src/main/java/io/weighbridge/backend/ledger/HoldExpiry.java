package io.weighbridge.backend.ledger;

/// Decides what a call costs whose proxy was not heard of again.
@FunctionalInterface
public interface HoldExpiry {
    /// Ends the hold: settles it by its service's policy, or drops it. On the writer's thread.
    void expired(Posting posting, Hold hold);
}
