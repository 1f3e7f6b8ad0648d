package io.weighbridge.backend.ledger.accounts;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

/// What lets a request move money. Of an adjustment it is looked at by the ledger's writer, in the
/// decision that moves it.
public sealed interface AdjustmentAuthority {
    /// A program with the data directory, which is above all rights.
    AdjustmentAuthority LOCAL = new Local();

    /// @throws Fault PERMISSION_DENIED, SAME_PERSON, APPROVAL_MISMATCH, APPROVAL_CLOSED
    void require(Asked asked);

    /// A program with the data directory.
    record Local() implements AdjustmentAuthority {
        @Override
        public void require(Asked asked) {
            // Whatever it wants.
        }
    }

    /// An operator's own.
    ///
    /// @param limitNanos of the amount without its sign
    record Alone(long limitNanos) implements AdjustmentAuthority {
        @Override
        public void require(Asked asked) {
            if (Math.abs(asked.amountNanos()) > limitNanos) {
                throw Fault.of(
                        ErrorCode.PERMISSION_DENIED,
                        "amount_nanos: "
                                + asked.amountNanos()
                                + " (expected: at most "
                                + limitNanos
                                + " without a second person)");
            }
        }
    }

    /// Two persons'.
    ///
    /// @param requestHash that was approved
    /// @param requester the person who asked
    /// @param approver the person who approved
    /// @param decidedAtMs when
    /// @param expiresAtMs until when it could be approved
    record Approved(
            String requestHash,
            String requester,
            String approver,
            long decidedAtMs,
            long expiresAtMs)
            implements AdjustmentAuthority {
        @Override
        public void require(Asked asked) {
            if (requester.equals(approver)) {
                throw Fault.of(
                        ErrorCode.SAME_PERSON,
                        "approval: by the person who asked (expected: another person)");
            }
            if (!requestHash.equals(asked.hash())) {
                throw Fault.of(
                        ErrorCode.APPROVAL_MISMATCH,
                        "request_hash: of another request (expected: " + asked.hash() + ")");
            }
            if (decidedAtMs >= expiresAtMs) {
                throw Fault.of(
                        ErrorCode.APPROVAL_CLOSED,
                        "approval: expired (expected: one that is pending)");
            }
        }
    }
}
