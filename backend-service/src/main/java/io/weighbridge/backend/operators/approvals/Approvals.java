package io.weighbridge.backend.operators.approvals;

import io.weighbridge.backend.ledger.accounts.Adjusting;
import io.weighbridge.backend.ledger.accounts.Adjustment;
import io.weighbridge.backend.ledger.accounts.AdjustmentAuthority;
import io.weighbridge.backend.ledger.accounts.Credit;
import io.weighbridge.backend.ledger.accounts.PaymentRefund;
import io.weighbridge.backend.ledger.accounts.Refunding;
import io.weighbridge.backend.operators.Operator;
import io.weighbridge.backend.operators.Operators;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.access.Callers;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// Lets operators move what they may move alone, and a second person approve the rest. One at a
/// time (this object's monitor), so that what several ask for together is never above the limit;
/// but no provider is asked in it. What counts against a limit, and every decision, is on the disk
/// before money moves; the operation's id lets it move once. For threads that may wait.
final class Approvals implements Adjusting, Refunding {
    static final long LIFE_MS = Duration.ofDays(3).toMillis();
    static final long DAY_MS = Duration.ofDays(1).toMillis();
    static final int PENDING_MAX = 100;

    private static final String APPROVE = "approval.approve";

    // Far longer than it counts: a clock that is days ahead by mistake must not reset a limit.
    private static final long USE_KEPT_MS = 30 * DAY_MS;
    private static final int FORGET_AT_ONCE = 1_000;

    private final ApprovalStore store;
    private final AdjustmentLimits limits;
    private final Credit credit;
    private final Operators operators;
    private final ApprovalBook book;
    private final ApprovedRefunds refunds;
    private final TimeSource time;

    Approvals(
            ApprovalStore store,
            AdjustmentLimits limits,
            Credit credit,
            Operators operators,
            ApprovalBook book,
            ApprovedRefunds refunds,
            TimeSource time) {
        this.store = store;
        this.limits = limits;
        this.credit = credit;
        this.operators = operators;
        this.book = book;
        this.refunds = refunds;
        this.time = time;
    }

    @Override
    public synchronized Outcome adjust(Adjustment asked) {
        Adjustment checked = asked.checked();
        Caller.Operator caller = Callers.operator();
        Optional<Credit.Done> earlier = credit.earlier(checked);
        if (earlier.isPresent()) {
            return new Moved(earlier.get());
        }
        Optional<Approval> waiting = book.of(checked.operationId());
        if (waiting.isPresent()) {
            return pending(book.requireOpen(ApprovalBook.requireSame(waiting.get(), checked)));
        }
        String person = operators.require(caller.id()).personKey();
        Optional<ApprovalStore.Use> counted = store.use(checked.operationId());
        if (counted.isPresent()) {
            // Asked before, without an answer.
            requireSame(
                    counted.get(), checked.operationId(), Math.abs(checked.amountNanos()), person);
            return alone(checked, Math.abs(checked.amountNanos()));
        }
        AdjustmentLimit limit = limits.of(caller.role());
        long now = time.wallMs();
        if (!limit.covers(checked.amountNanos(), store.usedSince(person, now - DAY_MS))) {
            credit.requireAccount(checked.accountId());
            return pending(book.ask(checked, caller, person));
        }
        long amount = Math.abs(checked.amountNanos());
        // Without a limit too: one may be set today.
        store.addUse(checked.operationId(), new ApprovalStore.Use(person, now, amount));
        return alone(checked, limit.unlimited() ? amount : limit.singleNanos());
    }

    @Override
    public OptionalLong counted(UUID operationId) {
        return store.use(operationId)
                .map(use -> OptionalLong.of(use.amountNanos()))
                .orElse(OptionalLong.empty());
    }

    @Override
    public synchronized void count(UUID operationId, long amountNanos) {
        Caller.Operator caller = Callers.operator();
        String person = operators.require(caller.id()).personKey();
        Optional<ApprovalStore.Use> counted = store.use(operationId);
        if (counted.isPresent()) {
            requireSame(counted.get(), operationId, amountNanos, person);
            return;
        }
        long now = time.wallMs();
        AdjustmentLimit limit = limits.of(caller.role());
        limit.requireCovered(amountNanos, store.usedSince(person, now - DAY_MS));
        store.addUse(operationId, new ApprovalStore.Use(person, now, amountNanos));
    }

    @Override
    public Optional<PaymentRefund> asked(UUID operationId) {
        return book.of(operationId)
                .map(Approval::asked)
                .filter(PaymentRefund.class::isInstance)
                .map(PaymentRefund.class::cast);
    }

    @Override
    public synchronized Decision decide(UUID use, PaymentRefund asked) {
        Caller.Operator caller = Callers.operator();
        Optional<Approval> waiting = book.of(asked.operationId());
        if (waiting.isPresent()) {
            Approval same = ApprovalBook.requireSame(waiting.get(), asked);
            return switch (same.state()) {
                case DONE -> new Made();
                case APPROVED -> new Waiting(pending(same));
                case PENDING, DECLINED, WITHDRAWN, FAILED ->
                        new Waiting(pending(book.requireOpen(same)));
            };
        }
        String person = operators.require(caller.id()).personKey();
        long used = store.usedSince(person, time.wallMs() - DAY_MS);
        if (store.use(use).isEmpty()
                && !limits.of(caller.role()).covers(asked.amountNanos(), used)) {
            return new Waiting(pending(book.ask(asked, caller, person)));
        }
        count(use, asked.amountNanos());
        return new Alone();
    }

    @Override
    public void forget(UUID operationId) {
        store.removeUse(operationId);
    }

    /// Forgets what counts against no limit any more. What moved stays in the ledger, which is what
    /// says that an operation was done.
    void forgetUses() {
        long beforeMs = time.wallMs() - USE_KEPT_MS;
        int forgotten;
        do {
            forgotten = store.forgetUses(beforeMs, FORGET_AT_ONCE);
        } while (forgotten == FORGET_AT_ONCE);
    }

    private Outcome alone(Adjustment asked, long limitNanos) {
        try {
            return new Moved(credit.adjust(asked, new AdjustmentAuthority.Alone(limitNanos)));
        } catch (Fault fault) {
            if (movedNothing(fault)) {
                store.removeUse(asked.operationId());
            }
            throw fault;
        }
    }

    // Whether it is certain that nothing moved and nothing will.
    private static boolean movedNothing(Fault fault) {
        return switch (fault.code().kind()) {
            case INVALID, NOT_FOUND, EXISTS, PRECONDITION, FORBIDDEN -> true;
            case UNAUTHENTICATED, EXHAUSTED, CONFLICT, UNAVAILABLE, INTERNAL -> false;
        };
    }

    private static void requireSame(
            ApprovalStore.Use use, UUID operationId, long amountNanos, String person) {
        if (use.amountNanos() != amountNanos || !use.person().equals(person)) {
            throw ApprovalBook.reused(operationId);
        }
    }

    private static Pending pending(Approval approval) {
        return new Pending(approval.id(), approval.requestHash(), approval.expiresAtMs());
    }

    /// What an approval did.
    ///
    /// @param done null for a refund: the approval's state says what came of it
    record Approved(Approval approval, Credit.@Nullable Done done) {}

    /// Lets exactly this request move money, once. A repeat by the same operator gets the first
    /// answer.
    ///
    /// @param requestHash of what the caller has seen
    /// @throws Fault APPROVAL_UNKNOWN, APPROVAL_MISMATCH, APPROVAL_CLOSED, SAME_PERSON, and what
    ///     the ledger refuses
    Approved approve(long id, String requestHash) {
        Approval decided;
        synchronized (this) {
            decided = decided(id, requestHash);
            if (decided.asked() instanceof Adjustment adjustment) {
                return execute(decided, adjustment);
            }
        }
        return new Approved(
                decided.state() == ApprovalState.APPROVED
                                && decided.asked() instanceof PaymentRefund refund
                        ? refunds.make(decided, refund)
                        : decided,
                null);
    }

    private Approval decided(long id, String requestHash) {
        Caller.Operator caller = Callers.operator();
        Approval approval = require(id);
        if (!approval.requestHash().equals(requestHash)) {
            throw Fault.of(
                    ErrorCode.APPROVAL_MISMATCH,
                    "request_hash: of another request (expected: " + approval.requestHash() + ")");
        }
        boolean again =
                (approval.state() == ApprovalState.APPROVED
                                || approval.state() == ApprovalState.DONE)
                        && approval.deciderId() == caller.id();
        if (again) {
            return approval;
        }
        Approval open = book.requireOpen(approval);
        String approver = operators.require(caller.id()).personKey();
        // Also when the requester was said to be somebody else at the time, or is since.
        Operator requester = operators.require(open.requesterId());
        if (caller.id() == open.requesterId()
                || approver.equals(open.requesterPerson())
                || approver.equals(requester.personKey())) {
            throw Fault.of(
                    ErrorCode.SAME_PERSON,
                    "approval: by the person who asked (expected: another person)");
        }
        if (open.asked() instanceof PaymentRefund refund) {
            try {
                refunds.requirePossible(refund);
            } catch (Fault fault) {
                if (movedNothing(fault)) {
                    return book.decide(open, ApprovalState.FAILED, APPROVE, fault.text());
                }
                throw fault;
            }
        }
        return book.decide(open, ApprovalState.APPROVED, APPROVE, "");
    }

    /// What lets an approved request move money.
    static AdjustmentAuthority authority(Approval approved) {
        return new AdjustmentAuthority.Approved(
                approved.requestHash(),
                approved.requesterPerson(),
                approved.deciderPerson(),
                approved.decidedAtMs(),
                approved.expiresAtMs());
    }

    private Approved execute(Approval approved, Adjustment asked) {
        Credit.Done done;
        try {
            done = credit.adjust(asked, authority(approved));
        } catch (Fault fault) {
            if (movedNothing(fault) && approved.state() == ApprovalState.APPROVED) {
                var _ = book.end(approved, ApprovalState.FAILED, fault.text());
            }
            throw fault;
        }
        return new Approved(
                approved.state() == ApprovalState.APPROVED
                        ? book.end(approved, ApprovalState.DONE, "")
                        : approved.ended(ApprovalState.DONE, ""),
                done);
    }

    /// Ends one without moving money.
    ///
    /// @throws Fault INVALID_FIELD, APPROVAL_UNKNOWN, APPROVAL_CLOSED
    synchronized Approval decline(long id, String reason) {
        Check.text("reason", reason, 1, 200);
        return end(id, ApprovalState.DECLINED, "approval.decline", reason);
    }

    /// Takes the caller's own back.
    ///
    /// @throws Fault APPROVAL_UNKNOWN, APPROVAL_CLOSED, PERMISSION_DENIED
    synchronized Approval withdraw(long id) {
        if (require(id).requesterId() != Callers.operator().id()) {
            throw Fault.of(
                    ErrorCode.PERMISSION_DENIED,
                    "approval: of another operator (expected: one's own; others decline)");
        }
        return end(id, ApprovalState.WITHDRAWN, "approval.withdraw", "");
    }

    private Approval end(long id, ApprovalState to, String action, String why) {
        return book.decide(book.requireOpen(require(id)), to, action, why);
    }

    /// The approval with this id.
    ///
    /// @throws Fault APPROVAL_UNKNOWN
    Approval require(long id) {
        return book.require(id);
    }

    /// Approvals, newest first.
    Page<Approval> list(boolean pendingOnly, PageKey page) {
        return store.list(pendingOnly, time.wallMs(), page);
    }

    /// Who and what an approval is about, in words.
    ///
    /// @param decider empty for nobody
    record Names(String requester, String decider, String account) {}

    Names namesOf(Approval approval) {
        return new Names(
                operators.nameOf(approval.requesterId()),
                operators.nameOf(approval.deciderId()),
                credit.accountName(approval.asked().accountId()));
    }

    /// What the caller adjusted alone in the last day, without signs.
    long usedByCaller() {
        String person = operators.require(Callers.operator().id()).personKey();
        return store.usedSince(person, time.wallMs() - DAY_MS);
    }

    boolean isExpired(Approval approval) {
        return book.isExpired(approval);
    }

    /// At a start: moves the credit of what was approved just before a crash.
    synchronized void resume() {
        for (Approval approved : book.approved()) {
            if (!(approved.asked() instanceof Adjustment asked)) {
                continue;
            }
            try {
                var _ = execute(approved, asked);
            } catch (Fault fault) {
                if (!movedNothing(fault)) {
                    throw fault;
                }
            }
        }
    }
}
