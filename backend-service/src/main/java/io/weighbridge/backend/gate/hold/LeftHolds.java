package io.weighbridge.backend.gate.hold;

import io.weighbridge.backend.ledger.Command;
import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.ledger.HoldExpiry;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.Posting;
import io.weighbridge.backend.platform.fault.Fault;

import java.util.function.Predicate;

/// Ends at once what an earlier process of ours left open: nobody will settle it any more, so its
/// credit need not wait until it expires. Charged as if it had, by the policy of its service.
public final class LeftHolds {
    private final Ledger ledger;
    private final HoldExpiry expiry;

    public LeftHolds(Ledger ledger, HoldExpiry expiry) {
        this.ledger = ledger;
        this.expiry = expiry;
    }

    /// Ends those that were left. What the ledger cannot take now expires later.
    ///
    /// @return how many there are
    public int end(Predicate<Hold> left) {
        int count = 0;
        for (Hold hold : ledger.holds(0)) {
            if (left.test(hold)) {
                try {
                    ledger.submit(new End(hold, expiry));
                    count++;
                } catch (Fault _) {
                    return count;
                }
            }
        }
        return count;
    }

    private record End(Hold hold, HoldExpiry expiry) implements Command {
        @Override
        public void decide(Posting posting) {
            synchronized (hold.account()) {
                if (!hold.isEnded()) {
                    expiry.expired(posting, hold);
                }
            }
        }

        @Override
        public void committed() {}

        @Override
        public void failed(Fault fault) {}
    }
}
