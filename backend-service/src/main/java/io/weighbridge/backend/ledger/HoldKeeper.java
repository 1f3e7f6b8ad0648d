package io.weighbridge.backend.ledger;

/// Who counts a hold besides its account: the limits of its key. Every method is called under the
/// account's lock.
public interface HoldKeeper {
    /// Counts nothing: for holds whose key is not known.
    HoldKeeper NONE =
            new HoldKeeper() {
                @Override
                public void reopened(Hold hold) {}

                @Override
                public void ended(Hold hold, long usedTokens) {}

                @Override
                public void charged(long chargeNanos, long atMs) {}

                @Override
                public void kept(long deltaNanos) {}
            };

    /// The hold was open before a restart and still is.
    void reopened(Hold hold);

    /// The hold ended.
    ///
    /// @param usedTokens input and output tokens in the end; 0 for a call that was dropped
    void ended(Hold hold, long usedTokens);

    /// Something was charged to the key, with or without a hold.
    void charged(long chargeNanos, long atMs);

    /// Credit kept for unrated usage of the key changed by so much.
    void kept(long deltaNanos);
}
