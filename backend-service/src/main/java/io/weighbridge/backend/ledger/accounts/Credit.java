package io.weighbridge.backend.ledger.accounts;

import io.weighbridge.backend.ledger.AccountState;
import io.weighbridge.backend.ledger.AdjustmentReason;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.LedgerOperation;
import io.weighbridge.backend.ledger.Posting;
import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.ledger.fact.Movement;
import io.weighbridge.backend.ledger.fact.Operation;
import io.weighbridge.backend.ledger.fact.OperationResult;
import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Nanos;
import io.weighbridge.model.RequestId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Gives, corrects and gives back credit. Every operation carries the caller's id and does its work
/// at most once; a repeat is answered with the first result. For threads that may wait.
public final class Credit {
    private final AccountStore store;
    private final Ledger ledger;
    private final IdSource ids;

    public Credit(AccountStore store, Ledger ledger, IdSource ids) {
        this.store = store;
        this.ledger = ledger;
        this.ids = ids;
    }

    /// What an operation did.
    ///
    /// @param reference id of the grant that was made, 0 for none
    /// @param amountNanos what came into the account, below 0 what left it
    /// @param balanceNanos the balance after it
    /// @param repeated whether it had been done before
    public record Done(long reference, long amountNanos, long balanceNanos, boolean repeated) {}

    /// Gives credit.
    ///
    /// @param kind purchased or promotional
    /// @param expiresAtMs [Grant#NEVER], or in the future
    /// @throws Fault INVALID_FIELD, ACCOUNT_UNKNOWN, OPERATION_REUSED
    public Done grant(
            long accountId,
            UUID operationId,
            GrantKind kind,
            long amountNanos,
            long expiresAtMs,
            String note) {
        Check.range("amount_nanos", amountNanos, 1, Nanos.AMOUNT_MAX);
        Check.text("note", note, 0, 200);
        String content =
                "grant "
                        + accountId
                        + ' '
                        + kind
                        + ' '
                        + amountNanos
                        + ' '
                        + expiresAtMs
                        + ' '
                        + note;
        return give(
                requireState(accountId),
                new Operation(operationId, content, 0, note, Act.current()),
                kind,
                amountNanos,
                expiresAtMs,
                () -> {});
    }

    /// Corrects an account's credit, for local programs.
    ///
    /// @param amountNanos above 0 gives, below 0 takes
    /// @param expiresAtMs of credit given; [Grant#NEVER] when taking
    /// @throws Fault INVALID_FIELD, ACCOUNT_UNKNOWN, OPERATION_REUSED, INSUFFICIENT_CREDIT
    public Done adjust(
            long accountId,
            UUID operationId,
            long amountNanos,
            long expiresAtMs,
            AdjustmentReason reason,
            String note) {
        return adjust(
                new Adjustment(accountId, operationId, amountNanos, expiresAtMs, reason, note),
                AdjustmentAuthority.LOCAL);
    }

    /// Corrects an account's credit. What lets it is looked at in the decision that moves the
    /// money; a repeat moves nothing and needs none.
    ///
    /// @throws Fault INVALID_FIELD, ACCOUNT_UNKNOWN, OPERATION_REUSED, INSUFFICIENT_CREDIT, and
    ///     what the authority refuses
    public Done adjust(Adjustment asked, AdjustmentAuthority authority) {
        Adjustment checked = asked.checked();
        Operation operation = operation(checked);
        AccountState account = requireState(checked.accountId());
        if (checked.amountNanos() > 0) {
            return give(
                    account,
                    operation,
                    GrantKind.ADJUSTMENT,
                    checked.amountNanos(),
                    checked.expiresAtMs(),
                    () -> authority.require(checked));
        }
        return once(
                operation,
                posting -> {
                    authority.require(checked);
                    Fact.CreditTaken taken =
                            posting.take(account, -checked.amountNanos(), operation);
                    return new Done(0, checked.amountNanos(), taken.balanceAfterNanos(), false);
                });
    }

    private static Operation operation(Adjustment asked) {
        return new Operation(
                asked.operationId(),
                asked.content(),
                asked.reason().number(),
                asked.note(),
                Act.current());
    }

    /// What an adjustment did, if its operation was done before.
    ///
    /// @throws Fault OPERATION_REUSED when it had other content
    public Optional<Done> earlier(Adjustment asked) {
        Operation operation = operation(asked);
        return LedgerOperation.run(
                ledger,
                posting -> Optional.ofNullable(posting.earlier(operation)).map(Credit::repeated));
    }

    /// Whether there is such an account.
    ///
    /// @throws Fault ACCOUNT_UNKNOWN
    public void requireAccount(long accountId) {
        var _ = requireState(accountId);
    }

    /// The account's name; empty when there is no such account.
    public String accountName(long accountId) {
        return store.find(accountId).map(Account::name).orElse("");
    }

    private Done give(
            AccountState account,
            Operation operation,
            GrantKind kind,
            long amountNanos,
            long expiresAtMs,
            Runnable allowed) {
        long grantId = ids.next();
        return once(
                operation,
                posting -> {
                    allowed.run();
                    // Checked here, so that a repeat after the expiry still gets its answer.
                    if (expiresAtMs != Grant.NEVER && expiresAtMs <= posting.atMs()) {
                        throw Fault.invalid("expires_at_ms", expiresAtMs, "0, or in the future");
                    }
                    Fact.CreditGranted granted =
                            posting.grant(
                                    account, grantId, kind, amountNanos, expiresAtMs, operation);
                    return new Done(grantId, amountNanos, granted.balanceAfterNanos(), false);
                });
    }

    private AccountState requireState(long accountId) {
        AccountState account = ledger.account(accountId);
        if (account == null) {
            throw Fault.of(
                    ErrorCode.ACCOUNT_UNKNOWN,
                    "account: "
                            + IdKind.ACCOUNT.format(accountId)
                            + " (expected: the id of an account)");
        }
        return account;
    }

    private Done once(Operation operation, Function<Posting, Done> work) {
        return LedgerOperation.run(
                ledger,
                posting -> {
                    OperationResult earlier = posting.earlier(operation);
                    return earlier == null ? work.apply(posting) : repeated(earlier);
                });
    }

    private static Done repeated(OperationResult earlier) {
        return new Done(earlier.reference(), earlier.amountNanos(), earlier.balanceNanos(), true);
    }

    /// What a refund did.
    ///
    /// @param refundedNanos by this operation
    /// @param totalNanos of the record, by this and earlier operations
    /// @param balanceNanos the balance after it
    /// @param repeated whether it had been done before
    public record Refunded(
            long refundedNanos, long totalNanos, long balanceNanos, boolean repeated) {}

    /// Gives back what a usage record charged, newest movement first, to where it was burnt from;
    /// what came from a grant that has expired since comes back as a new one without expiry. One at
    /// a time (this object's monitor), each folded before the next, so that the sum is never above
    /// the charge.
    ///
    /// @param amountNanos 0 for all that was not refunded yet
    /// @throws Fault INVALID_FIELD, RECORD_UNKNOWN, RECORD_NOT_KEPT, REFUND_ABOVE_CHARGE,
    ///     OPERATION_REUSED
    public synchronized Refunded refund(
            RequestId recordId,
            UUID operationId,
            long amountNanos,
            AdjustmentReason reason,
            String note) {
        Check.range("amount_nanos", amountNanos, 0, Nanos.AMOUNT_MAX);
        Check.text("note", note, 1, 200);
        String content = "refund " + recordId + ' ' + amountNanos + ' ' + reason + ' ' + note;
        Operation operation =
                new Operation(operationId, content, reason.number(), note, Act.current());
        ledger.awaitFolded();
        AccountStore.Charged charged =
                store.charged(recordId).orElseThrow(() -> store.notCharged(recordId));
        Map<Long, Grant> burnt = burnt(charged);
        Done done =
                once(operation, posting -> refund(posting, charged, burnt, amountNanos, operation));
        ledger.awaitFolded();
        long total = store.refundedBy(recordId, operationId);
        return new Refunded(done.amountNanos(), total, done.balanceNanos(), done.repeated());
    }

    /// Does something while no refund is being made, and all that were made are in SQL. Does
    /// nothing while that cannot be said.
    public synchronized void betweenRefunds(Runnable work) {
        if (ledger.isHealthy()) {
            ledger.awaitFolded();
            work.run();
        }
    }

    // Looked up here, where it may wait: the writer must not wait for the store's readers.
    private Map<Long, Grant> burnt(AccountStore.Charged charged) {
        Map<Long, Grant> grants = new HashMap<>();
        for (Movement movement : charged.charged()) {
            long from = movement.fromLedger();
            if (!grants.containsKey(from)) {
                store.grant(from).ifPresent(grant -> grants.put(from, grant));
            }
        }
        return grants;
    }

    private Done refund(
            Posting posting,
            AccountStore.Charged charged,
            Map<Long, Grant> burnt,
            long amountNanos,
            Operation operation) {
        long chargedNanos = 0;
        for (Movement movement : charged.charged()) {
            chargedNanos += movement.amountNanos();
        }
        long left = chargedNanos - charged.refundedNanos();
        long amount = amountNanos == 0 ? left : amountNanos;
        if (amount > left || amount == 0) {
            throw Fault.of(
                    ErrorCode.REFUND_ABOVE_CHARGE,
                    "amount_nanos: "
                            + amount
                            + " (expected: 1 to what was charged and not refunded yet, "
                            + left
                            + ")");
        }
        AccountState account = requireState(charged.record().call().accountId());
        List<Grant> grants = new ArrayList<>();
        List<Movement> back =
                back(account, charged, burnt, amount, posting.atMs(), operation.note(), grants);
        Fact.UsageRefunded fact =
                posting.refund(account, charged.record(), amount, back, grants, operation);
        return new Done(0, amount, fact.balanceAfterNanos(), false);
    }

    // The charge's movements turned round from the last to the first: those given back already are
    // skipped, the rest is cut to the amount. What cannot go back to where it came from becomes a
    // new grant: that of an expired grant, and that of an overdraft paid back since.
    private List<Movement> back(
            AccountState account,
            AccountStore.Charged charged,
            Map<Long, Grant> burnt,
            long amount,
            long nowMs,
            String note,
            List<Grant> grants) {
        long owed;
        synchronized (account) {
            owed = -account.overdraftNanos();
        }
        long skip = charged.refundedNanos();
        long left = amount;
        List<Movement> back = new ArrayList<>();
        for (Movement movement : charged.charged().reversed()) {
            long skipped = Math.min(skip, movement.amountNanos());
            skip -= skipped;
            long part = Math.min(left, movement.amountNanos() - skipped);
            left -= part;
            long revenue = movement.toLedger();
            long to = movement.fromLedger();
            if (to == account.id()) {
                long repaid = Math.min(part, owed);
                owed -= repaid;
                part -= repaid;
                addBack(back, revenue, to, repaid);
            }
            if (part > 0 && (to == account.id() || isExpired(burnt.get(to), nowMs))) {
                to = ids.next();
                grants.add(
                        new Grant(
                                to, account.id(), GrantKind.REFUND, part, Grant.NEVER, 0, 0, note));
            }
            addBack(back, revenue, to, part);
        }
        return back;
    }

    private static void addBack(List<Movement> back, long revenue, long to, long nanos) {
        if (nanos > 0) {
            back.add(new Movement(revenue, to, nanos));
        }
    }

    private static boolean isExpired(@Nullable Grant grant, long nowMs) {
        return grant == null
                || (grant.expiresAtMs() != Grant.NEVER && grant.expiresAtMs() <= nowMs);
    }
}
