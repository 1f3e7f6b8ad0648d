package io.weighbridge.backend.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.Facts;
import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.ledger.fact.LedgerAccounts;
import io.weighbridge.backend.ledger.fact.Movement;
import io.weighbridge.backend.ledger.fact.Operation;
import io.weighbridge.backend.ledger.fact.OperationResult;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.Nanos;

import org.junit.jupiter.api.Test;

import java.util.List;

/// What the writer may post about credit, and what each fact does to memory: numbers, balances and
/// repeats, at their edges.
final class PostingCreditTest extends PostingFixture {
    @Test
    void shouldNumberFactsAndNeverGoBackInTime() {
        grant(GRANT, 5, 0);
        assertTrue(bytes.length() > 0, "nothing to write to the journal");
        posting.begin(NOW_MS - 1);
        assertTrue(posting.group().isEmpty());
        assertEquals(0, bytes.length());
        assertEquals(NOW_MS, posting.atMs());
        posting.begin(NOW_MS + 7);
        assertEquals(2, posting.nextSequence());
        Fact.CreditGranted second = grant(GRANT + 1, 5, 0);
        assertEquals(2, second.sequence());
        assertEquals(NOW_MS + 7, second.atMs());
        assertEquals(List.of(second), posting.group());
        assertThrows(IllegalStateException.class, () -> posting.post(second));
        assertFalse(posting.isBroken());
    }

    @Test
    void shouldBeBrokenByAFactThatMemoryCannotTake() {
        AccountState unknown = new AccountState(Facts.ACCOUNT + 1, 0, false);
        assertThrows(
                IllegalStateException.class,
                () -> posting.grant(unknown, 1, GrantKind.PURCHASED, 5, 0, OPERATION));
        assertTrue(posting.isBroken());
    }

    @Test
    void shouldGiveCreditAndPayTheOverdraftBackFirst() {
        account.setOverdraft(-3);
        Fact.CreditGranted fact = grant(GRANT, 10, NOW_MS + 1);
        assertEquals(
                new Grant(
                        GRANT,
                        Facts.ACCOUNT,
                        GrantKind.PURCHASED,
                        10,
                        NOW_MS + 1,
                        NOW_MS,
                        1,
                        "note 1"),
                fact.grant());
        assertEquals(List.of(bought(10), new Movement(GRANT, Facts.ACCOUNT, 3)), fact.movements());
        assertEquals(7, fact.balanceAfterNanos());
        assertEquals(7, account.balanceNanos());
        assertEquals(0, account.overdraftNanos());
        assertEquals(NOW_MS + 1, account.nextExpiryMs());
    }

    @Test
    void shouldKeepBalancesInTheRangeThatCanBeCounted() {
        for (int i = 0; i < 4; i++) {
            grant(GRANT + i, Nanos.AMOUNT_MAX, 0);
        }
        assertFault(ErrorCode.INVALID_FIELD, () -> grant(GRANT + 9, 1, 0));
        UsageRecord of = record(1);
        assertFault(
                ErrorCode.INVALID_FIELD,
                () ->
                        posting.refund(
                                account,
                                of,
                                1,
                                List.of(new Movement(LedgerAccounts.USAGE_REVENUE, GRANT, 1)),
                                List.of(),
                                Facts.operation(2)));
        assertEquals(4, posting.group().size());
        assertEquals(4 * Nanos.AMOUNT_MAX, account.balanceNanos());
        assertFalse(posting.isBroken());
        assertTrue(posting.canCount(account, Nanos.AMOUNT_MAX));
        assertFalse(posting.canCount(account, Nanos.AMOUNT_MAX + 1));
        AccountState poor = new AccountState(Facts.ACCOUNT + 1, 0, false);
        poor.setOverdraft(-3 * Nanos.AMOUNT_MAX);
        assertTrue(posting.canCount(poor, 1));
        poor.setOverdraft(-3 * Nanos.AMOUNT_MAX - 1);
        assertFalse(posting.canCount(poor, 1));
    }

    @Test
    void shouldAnswerARepeatedOperationWithWhatItDid() {
        assertNull(posting.earlier(OPERATION));
        account.setOverdraft(-3);
        Fact.CreditGranted fact = grant(GRANT, 10, 0);
        assertEquals(new OperationResult("asked 1", GRANT, 10, 7), posting.earlier(OPERATION));
        Operation other =
                new Operation(OPERATION.id(), "asked otherwise", 0, "note 1", Changes.ACT);
        assertFault(ErrorCode.OPERATION_REUSED, () -> posting.earlier(other));
        Operation second = Facts.operation(2);
        posting.take(account, 2, second);
        assertEquals(new OperationResult("asked 2", 0, -2, 5), posting.earlier(second));
        // From then on SQL says so.
        state.folded(fact);
        assertNull(posting.earlier(OPERATION));
        assertEquals(5, account.balanceNanos());
    }

    @Test
    void shouldTakeWhatIsAvailableAndNoMore() {
        grant(GRANT, 100, 0);
        account.set(50, false);
        hold(30);
        assertFault(ErrorCode.INSUFFICIENT_CREDIT, () -> posting.take(account, 71, OPERATION));
        assertEquals(1, posting.group().size());
        Fact.CreditTaken fact = posting.take(account, 70, OPERATION);
        assertEquals(
                List.of(new Movement(GRANT, LedgerAccounts.ADJUSTMENTS, 70)), fact.movements());
        assertEquals(30, fact.balanceAfterNanos());
        assertEquals(70, fact.amountNanos());
        assertEquals(30, account.balanceNanos());
        assertEquals(0, account.availableNanos(NOW_MS));
    }

    @Test
    void shouldGiveBackToANewGrantWhenTheOldOneIsGone() {
        grant(GRANT, 100, 0);
        UsageRecord of = settle(hold(40), 8).record();
        Grant made =
                new Grant(2_002, Facts.ACCOUNT, GrantKind.REFUND, 15, Grant.NEVER, 0, 0, "back");
        List<Movement> back =
                List.of(
                        new Movement(LedgerAccounts.USAGE_REVENUE, GRANT, 5),
                        new Movement(LedgerAccounts.USAGE_REVENUE, 2_002, 15));
        Fact.UsageRefunded fact =
                posting.refund(account, of, 20, back, List.of(made), Facts.operation(2));
        assertEquals(back, fact.movements());
        assertEquals(80, fact.balanceAfterNanos());
        assertEquals(20, fact.amountNanos());
        assertEquals(List.of(made.madeAt(3, NOW_MS)), fact.grants());
        assertEquals(80, account.balanceNanos());
        assertFalse(account.lacks(2_002));
    }

    @Test
    void shouldMoveOutExpiredCreditThatNoHoldNeeds() {
        grant(GRANT, 100, NOW_MS + 10);
        assertNull(state.takeExpired(NOW_MS + 9));
        assertTrue(state.hasExpiries());
        assertSame(account, state.takeExpired(NOW_MS + 10));
        assertFalse(state.hasExpiries());
        assertFalse(posting.expire(account, NOW_MS + 9));
        assertEquals(1, posting.group().size());
        Hold hold = hold(30);
        assertTrue(posting.expire(account, NOW_MS + 10));
        assertEquals(
                new Fact.CreditExpired(2, NOW_MS, Facts.ACCOUNT, GRANT, 70, 30),
                posting.group().getLast());
        assertEquals(30, account.balanceNanos());
        settle(hold, 2);
        assertFalse(posting.expire(account, NOW_MS + 10));
        assertEquals(
                new Fact.CreditExpired(4, NOW_MS, Facts.ACCOUNT, GRANT, 20, 0),
                posting.group().getLast());
        assertEquals(0, account.balanceNanos());
    }
}
