package io.weighbridge.backend.operators.approvals;

import io.weighbridge.backend.ledger.accounts.Asked;
import io.weighbridge.backend.operators.Operators;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.access.Callers;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// What waits for a second person and what became of it, each step with its audit entry. Who calls
/// sees to it that steps of one approval are one at a time.
final class ApprovalBook {
    private final ApprovalStore store;
    private final Operators operators;
    private final IdSource ids;
    private final TimeSource time;

    ApprovalBook(ApprovalStore store, Operators operators, IdSource ids, TimeSource time) {
        this.store = store;
        this.operators = operators;
        this.ids = ids;
        this.time = time;
    }

    /// The approval with this id.
    ///
    /// @throws Fault APPROVAL_UNKNOWN
    Approval require(long id) {
        return store.find(id)
                .orElseThrow(
                        () ->
                                Fault.of(
                                        ErrorCode.APPROVAL_UNKNOWN,
                                        "approval: "
                                                + IdKind.APPROVAL.format(id)
                                                + " (expected: the id of an approval)"));
    }

    /// The one of this operation.
    Optional<Approval> of(UUID operationId) {
        return store.byOperation(operationId);
    }

    /// Those whose money has not moved yet.
    List<Approval> approved() {
        return store.approved();
    }

    /// The same one, unless it is of another request.
    ///
    /// @throws Fault OPERATION_REUSED
    static Approval requireSame(Approval approval, Asked asked) {
        if (!approval.requestHash().equals(asked.hash())) {
            throw reused(asked.operationId());
        }
        return approval;
    }

    static Fault reused(UUID operationId) {
        return Fault.of(
                ErrorCode.OPERATION_REUSED,
                "operation_id: "
                        + operationId
                        + " was used for something else (expected: a new id, or the same content)");
    }

    /// The same one, if it waits.
    ///
    /// @throws Fault APPROVAL_CLOSED
    Approval requireOpen(Approval approval) {
        if (approval.state() != ApprovalState.PENDING || isExpired(approval)) {
            throw Fault.of(
                    ErrorCode.APPROVAL_CLOSED,
                    "approval: "
                            + (approval.state() == ApprovalState.PENDING
                                    ? "expired"
                                    : approval.state().name().toLowerCase(Locale.ROOT))
                            + " (expected: one that is pending)");
        }
        return approval;
    }

    boolean isExpired(Approval approval) {
        return approval.isExpired(time.wallMs());
    }

    /// Asks for one.
    ///
    /// @throws Fault TOO_MANY_APPROVALS
    Approval ask(Asked asked, Caller.Operator caller, String person) {
        long now = time.wallMs();
        if (store.pending(caller.id(), now) >= Approvals.PENDING_MAX) {
            throw Fault.of(
                    ErrorCode.TOO_MANY_APPROVALS,
                    "operator: has "
                            + Approvals.PENDING_MAX
                            + " pending approvals (expected: some of them decided or withdrawn)");
        }
        Approval approval =
                new Approval(
                        ids.next(),
                        ApprovalState.PENDING,
                        asked,
                        asked.hash(),
                        caller.id(),
                        person,
                        now,
                        now + Approvals.LIFE_MS,
                        0,
                        "",
                        0,
                        "");
        store.add(approval, change("approval.request", null, approval, asked.note()));
        return approval;
    }

    /// Decides one that waits, in the name of the operator who calls.
    ///
    /// @param why empty for nothing to say
    Approval decide(Approval open, ApprovalState to, String action, String why) {
        Caller.Operator caller = Callers.operator();
        Approval decided =
                open.decided(
                        to,
                        caller.id(),
                        operators.require(caller.id()).personKey(),
                        time.wallMs(),
                        why);
        replace(decided, ApprovalState.PENDING, change(action, open, decided, why));
        return decided;
    }

    /// Ends one that was approved. What moves has an entry of its own.
    ///
    /// @param why empty for nothing to say
    Approval end(Approval approved, ApprovalState to, String why) {
        Approval ended = approved.ended(to, why);
        replace(ended, ApprovalState.APPROVED, null);
        return ended;
    }

    private void replace(Approval approval, ApprovalState from, @Nullable Change change) {
        if (!store.replace(approval, from, change)) {
            throw Fault.internal("approval " + approval.id() + " is not " + from, null);
        }
    }

    private Change change(String action, @Nullable Approval before, Approval after, String why) {
        return Change.now(
                time.wallMs(),
                action,
                IdKind.APPROVAL.format(after.id()),
                before == null ? "" : ApprovalJson.of(before),
                ApprovalJson.of(after),
                why);
    }
}
