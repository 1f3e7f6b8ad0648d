package io.weighbridge.backend.operators.approvals;

import io.grpc.BindableService;
import io.weighbridge.backend.ledger.accounts.Adjusting;
import io.weighbridge.backend.ledger.accounts.Credit;
import io.weighbridge.backend.operators.Operators;
import io.weighbridge.backend.platform.access.Callers;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;

/// Puts the feature together.
public final class FourEyes {
    private final AdjustmentLimits limits;
    private final Approvals approvals;

    public FourEyes(
            ApprovalStore store,
            Credit credit,
            Operators operators,
            IdSource ids,
            TimeSource time) {
        limits = new AdjustmentLimits(store, time);
        approvals = new Approvals(store, limits, credit, operators, ids, time);
    }

    /// Who decides on operators' adjustments.
    public Adjusting adjusting() {
        return approvals;
    }

    /// Lets the operator who calls move money alone that needs no adjustment: a refund through a
    /// provider, a payment that fitted nothing.
    ///
    /// @throws Fault PERMISSION_DENIED when it is more than one adjustment of the role may be
    public void requireAlone(long amountNanos) {
        AdjustmentLimit limit = limits.of(Callers.operator().role());
        if (!limit.unlimited() && amountNanos > limit.singleNanos()) {
            throw Fault.of(
                    ErrorCode.PERMISSION_DENIED,
                    "amount_nanos: "
                            + amountNanos
                            + " (expected: at most what you may move alone, "
                            + limit.singleNanos()
                            + ")");
        }
    }

    /// At a start, once the ledger runs: moves the money of what was approved just before a crash.
    public void resume() {
        approvals.resume();
    }

    /// Now and then: forgets what was adjusted alone and counts against no limit any more.
    public void forgetUses() {
        approvals.forgetUses();
    }

    /// Approvals and limits over gRPC.
    public BindableService grpc() {
        return new ApprovalsGrpc(approvals, limits);
    }
}
