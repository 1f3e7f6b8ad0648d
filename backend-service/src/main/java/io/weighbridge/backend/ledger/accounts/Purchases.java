package io.weighbridge.backend.ledger.accounts;

import io.weighbridge.backend.ledger.AccountState;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.LedgerOperation;
import io.weighbridge.backend.ledger.Posting;
import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.ledger.fact.Operation;
import io.weighbridge.backend.ledger.fact.OperationResult;
import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Nanos;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/// Credit that stands for money: given when money came, taken back when it went. Each move does its
/// work once for ever; a repeat is answered with what the first did. For threads that may wait.
public final class Purchases {
    private final Ledger ledger;
    private final IdSource ids;

    public Purchases(Ledger ledger, IdSource ids) {
        this.ledger = ledger;
        this.ids = ids;
    }

    /// What a move did.
    ///
    /// @param grantId that was made, 0 for none
    /// @param balanceNanos the balance after it
    /// @param repeated whether it had been done before
    public record Moved(long grantId, long balanceNanos, boolean repeated) {}

    /// Gives bought credit that does not expire.
    ///
    /// @throws Fault INVALID_FIELD, ACCOUNT_UNKNOWN, OPERATION_REUSED, BUSY, STORE_UNAVAILABLE
    public Moved give(long accountId, UUID operationId, long amountNanos, String note, Act act) {
        Check.range("amount_nanos", amountNanos, 1, Nanos.AMOUNT_MAX);
        AccountState account = require(accountId);
        long grantId = ids.next();
        Operation operation = operation(operationId, "buy", accountId, amountNanos, note, act);
        return once(
                operation,
                posting -> {
                    Fact.CreditGranted given =
                            posting.grant(
                                    account,
                                    grantId,
                                    GrantKind.PURCHASED,
                                    amountNanos,
                                    Grant.NEVER,
                                    operation);
                    return new Moved(grantId, given.balanceAfterNanos(), false);
                });
    }

    /// Takes bought credit back, also below zero.
    ///
    /// @param bought grants of the same money, from which it is taken first
    /// @throws Fault INVALID_FIELD, ACCOUNT_UNKNOWN, OPERATION_REUSED, BUSY, STORE_UNAVAILABLE
    public Moved takeBack(
            long accountId,
            UUID operationId,
            long amountNanos,
            List<Long> bought,
            String note,
            Act act) {
        Check.range("amount_nanos", amountNanos, 1, Nanos.AMOUNT_MAX);
        AccountState account = require(accountId);
        List<Long> first = List.copyOf(bought);
        Operation operation =
                operation(operationId, "take-back", accountId, amountNanos, note, act);
        return once(
                operation,
                posting -> {
                    Fact.CreditTakenBack taken =
                            posting.takeBack(account, amountNanos, first, operation);
                    return new Moved(0, taken.balanceAfterNanos(), false);
                });
    }

    private static Operation operation(
            UUID id, String what, long accountId, long amountNanos, String note, Act act) {
        // Not the note: it may be worded otherwise when a move is repeated by a later version.
        String content = what + ' ' + accountId + ' ' + amountNanos;
        return new Operation(id, content, 0, Check.text("note", note, 1, 200), act);
    }

    private AccountState require(long accountId) {
        AccountState account = ledger.account(accountId);
        if (account == null) {
            throw unknown(accountId);
        }
        return account;
    }

    static Fault unknown(long accountId) {
        return Fault.of(
                ErrorCode.ACCOUNT_UNKNOWN,
                "account: "
                        + IdKind.ACCOUNT.format(accountId)
                        + " (expected: the id of an account)");
    }

    private Moved once(Operation operation, Function<Posting, Moved> work) {
        return LedgerOperation.run(
                ledger,
                posting -> {
                    OperationResult earlier = posting.earlier(operation);
                    return earlier == null
                            ? work.apply(posting)
                            : new Moved(earlier.reference(), earlier.balanceNanos(), true);
                });
    }
}
