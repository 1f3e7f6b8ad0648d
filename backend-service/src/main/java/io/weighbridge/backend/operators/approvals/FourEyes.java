package io.weighbridge.backend.operators.approvals;

import io.grpc.BindableService;
import io.weighbridge.backend.ledger.accounts.Adjusting;
import io.weighbridge.backend.ledger.accounts.Credit;
import io.weighbridge.backend.ledger.accounts.RefundMaker;
import io.weighbridge.backend.ledger.accounts.Refunding;
import io.weighbridge.backend.operators.Operators;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;

/// Puts the feature together.
public final class FourEyes {
    private final AdjustmentLimits limits;
    private final ApprovedRefunds refunds;
    private final Approvals approvals;

    public FourEyes(
            ApprovalStore store,
            Credit credit,
            RefundMaker maker,
            Operators operators,
            IdSource ids,
            TimeSource time) {
        limits = new AdjustmentLimits(store, time);
        ApprovalBook book = new ApprovalBook(store, operators, ids, time);
        refunds = new ApprovedRefunds(book, maker, time);
        approvals = new Approvals(store, limits, credit, operators, book, refunds, time);
    }

    /// Who decides on operators' adjustments.
    public Adjusting adjusting() {
        return approvals;
    }

    /// Who decides on refunds, and on what operators move alone otherwise.
    public Refunding alone() {
        return approvals;
    }

    /// At a start, once the ledger runs: moves the credit of what was approved just before a crash.
    public void resume() {
        approvals.resume();
    }

    /// Now and then: makes the refunds that a crash or a fault left approved.
    public void makeRefunds() {
        refunds.round();
    }

    /// From now on no provider is asked by itself.
    public void stop() {
        refunds.stop();
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
