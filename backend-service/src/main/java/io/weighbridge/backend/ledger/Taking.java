package io.weighbridge.backend.ledger;

import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.LedgerAccounts;
import io.weighbridge.backend.ledger.fact.Movement;
import io.weighbridge.backend.ledger.fact.Operation;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import java.util.List;

/// How credit that was given leaves an account again; on the writer's thread.
final class Taking {
    private Taking() {}

    static Fact.CreditTaken take(
            Posting posting, AccountState account, long amountNanos, Operation operation) {
        // In one piece: no hold is opened between the check and the taking.
        synchronized (account) {
            long available = account.availableNanos(posting.atMs());
            if (amountNanos > available) {
                throw Fault.of(
                        ErrorCode.INSUFFICIENT_CREDIT,
                        "amount_nanos: -"
                                + amountNanos
                                + " (expected: at most what is available, "
                                + Math.max(0, available)
                                + ")");
            }
            List<Movement> movements =
                    account.burn(
                            amountNanos, 0, LedgerAccounts.ADJUSTMENTS, LedgerAccounts.ADJUSTMENTS);
            Fact.CreditTaken fact =
                    new Fact.CreditTaken(
                            posting.nextSequence(),
                            posting.atMs(),
                            account.id(),
                            amountNanos,
                            movements,
                            account.balanceAfter(movements),
                            operation);
            posting.post(fact);
            return fact;
        }
    }

    static Fact.CreditTakenBack takeBack(
            Posting posting,
            AccountState account,
            long amountNanos,
            List<Long> bought,
            Operation operation) {
        synchronized (account) {
            if (!BalanceRange.canCount(account, amountNanos)) {
                throw Fault.invalid(
                        "amount_nanos", -amountNanos, "an amount that keeps the balance countable");
            }
            List<Movement> movements =
                    account.takeBack(amountNanos, bought, LedgerAccounts.PURCHASES);
            Fact.CreditTakenBack fact =
                    new Fact.CreditTakenBack(
                            posting.nextSequence(),
                            posting.atMs(),
                            account.id(),
                            amountNanos,
                            movements,
                            account.balanceAfter(movements),
                            operation);
            posting.post(fact);
            return fact;
        }
    }
}
