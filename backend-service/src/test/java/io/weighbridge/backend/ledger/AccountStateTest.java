package io.weighbridge.backend.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.ledger.fact.LedgerAccounts;
import io.weighbridge.backend.ledger.fact.Movement;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// An account's arithmetic by itself, at its edges: what burns first, what an overdraft takes, and
/// what expired credit still counts for.
final class AccountStateTest {
    private static final long ID = 1_001;
    private static final long EARLY = 2_001;
    private static final long LATE = 2_002;
    private static final long NEVER = 2_003;
    private static final long REVENUE = LedgerAccounts.USAGE_REVENUE;
    private static final long FEES = LedgerAccounts.FEE_REVENUE;

    private final AccountState account = new AccountState(ID, 0, false);

    /// 10 until 100, 20 until 200, 40 for ever; added in the wrong order.
    private void addGrants() {
        account.add(new GrantState(NEVER, Grant.NEVER, 1, 40));
        account.add(new GrantState(LATE, 200, 2, 20));
        account.add(new GrantState(EARLY, 100, 3, 10));
    }

    private void apply(List<Movement> movements) {
        account.apply(
                movements,
                id -> {
                    throw new IllegalStateException("asked for grant " + id);
                });
    }

    private static Movement price(long from, long nanos) {
        return new Movement(from, REVENUE, nanos);
    }

    private static Movement fee(long from, long nanos) {
        return new Movement(from, FEES, nanos);
    }

    @Test
    void shouldBurnByExpiryThenByAgeThenTheOverdraft() {
        addGrants();
        account.add(new GrantState(9, 200, 1, 5));
        assertEquals(75, account.balanceNanos());
        assertEquals(
                List.of(
                        price(EARLY, 10),
                        price(9, 5),
                        price(LATE, 1),
                        fee(LATE, 19),
                        fee(NEVER, 40),
                        fee(ID, 6)),
                account.burn(16, 65, REVENUE, FEES));
        assertEquals(List.of(price(EARLY, 10)), account.burn(10, 0, REVENUE, FEES));
        assertEquals(List.of(fee(EARLY, 10)), account.burn(0, 10, REVENUE, FEES));
        assertEquals(List.of(price(EARLY, 10), fee(9, 1)), account.burn(10, 1, REVENUE, FEES));
        assertEquals(List.of(), account.burn(0, 0, REVENUE, FEES));
        assertEquals(75, account.balanceNanos(), "looking changes nothing");
    }

    @Test
    void shouldCarryABurnOutAndForgetWhatIsUsedUp() {
        addGrants();
        List<Movement> movements = account.burn(70, 6, REVENUE, FEES);
        assertEquals(-6, account.balanceAfter(movements));
        assertEquals(70, account.balanceNanos());
        assertEquals(100, account.nextExpiryMs());
        apply(movements);
        assertEquals(-6, account.balanceNanos());
        assertEquals(-6, account.overdraftNanos());
        assertEquals(Long.MAX_VALUE, account.nextExpiryMs());
        assertEquals(List.of(price(ID, 1)), account.burn(1, 0, REVENUE, FEES));
        for (long grant : new long[] {EARLY, LATE, NEVER}) {
            assertTrue(account.lacks(grant));
        }
        assertFalse(account.lacks(ID));
        assertFalse(account.lacks(LedgerAccounts.LAST));
        assertTrue(account.lacks(LedgerAccounts.LAST + 1));
    }

    @Test
    void shouldKeepWhatABurnLeavesOfAGrant() {
        addGrants();
        apply(account.burn(12, 0, REVENUE, FEES));
        assertEquals(58, account.balanceNanos());
        assertEquals(200, account.nextExpiryMs());
        assertEquals(List.of(price(LATE, 18), price(NEVER, 1)), account.burn(19, 0, REVENUE, FEES));
        assertEquals(0, account.overdraftNanos());
    }

    @Test
    void shouldPayAnOverdraftBackFromWhatComesIn() {
        account.setOverdraft(-30);
        assertEquals(-30, account.balanceNanos());
        long from = LedgerAccounts.PURCHASES;
        assertEquals(
                List.of(new Movement(from, NEVER, 20), new Movement(NEVER, ID, 20)),
                account.credit(from, NEVER, 20));
        List<Movement> movements = account.credit(from, NEVER, 50);
        assertEquals(
                List.of(new Movement(from, NEVER, 50), new Movement(NEVER, ID, 30)), movements);
        assertEquals(20, account.balanceAfter(movements));
        account.add(new GrantState(NEVER, Grant.NEVER, 1, 0));
        apply(movements);
        assertEquals(20, account.balanceNanos());
        assertEquals(0, account.overdraftNanos());
        assertEquals(List.of(new Movement(from, LATE, 5)), account.credit(from, LATE, 5));
        // To the overdraft itself, not by way of a grant.
        account.setOverdraft(-3);
        assertEquals(17, account.balanceNanos());
        assertEquals(List.of(new Movement(from, ID, 2)), account.credit(from, ID, 2));
        account.setOverdraft(-5);
        assertEquals(15, account.balanceNanos());
    }

    @Test
    void shouldGiveBackToTheOverdraftFirst() {
        addGrants();
        account.setOverdraft(-30);
        List<Movement> back =
                List.of(
                        new Movement(FEES, ID, 5),
                        new Movement(REVENUE, NEVER, 20),
                        new Movement(REVENUE, LATE, 20),
                        new Movement(REVENUE, EARLY, 7));
        List<Movement> movements = account.giveBack(back);
        assertEquals(
                List.of(
                        back.get(0),
                        back.get(1),
                        new Movement(NEVER, ID, 20),
                        back.get(2),
                        new Movement(LATE, ID, 5),
                        back.get(3)),
                movements);
        assertEquals(40 + 52, account.balanceAfter(movements));
        apply(movements);
        assertEquals(92, account.balanceNanos());
        assertEquals(0, account.overdraftNanos());
    }

    @Test
    void shouldNotCountExpiredCreditThatNoHoldNeeds() {
        addGrants();
        assertFalse(account.isSuspended());
        account.set(3, true);
        assertTrue(account.isSuspended());
        assertEquals(70, account.availableNanos(99));
        assertEquals(73, account.spendableNanos(99));
        assertEquals(60, account.availableNanos(100));
        assertEquals(60, account.availableNanos(199));
        assertEquals(40, account.availableNanos(200));
        account.hold(25);
        // 25 of the 30 that expired are held: 5 are spare.
        assertEquals(40, account.availableNanos(200));
        assertEquals(45, account.availableNanos(99));
        account.hold(10);
        assertEquals(35, account.availableNanos(200));
        assertEquals(38, account.spendableNanos(200));
        account.hold(-5);
        assertEquals(30, account.heldNanos());
        assertEquals(40, account.availableNanos(200));
    }

    @Test
    void shouldMoveOutOnlyWhatNoHoldNeedsLatestFirst() {
        addGrants();
        long breakage = LedgerAccounts.BREAKAGE;
        assertEquals(List.of(), account.expired(99));
        assertEquals(List.of(new Movement(EARLY, breakage, 10)), account.expired(100));
        assertEquals(
                List.of(new Movement(LATE, breakage, 20), new Movement(EARLY, breakage, 10)),
                account.expired(200));
        account.hold(5);
        // What burns first stays for the hold.
        assertEquals(
                List.of(new Movement(LATE, breakage, 20), new Movement(EARLY, breakage, 5)),
                account.expired(200));
        account.hold(5);
        assertEquals(List.of(new Movement(LATE, breakage, 20)), account.expired(200));
        account.hold(15);
        assertEquals(List.of(new Movement(LATE, breakage, 5)), account.expired(200));
        account.hold(5);
        assertEquals(List.of(), account.expired(200));
    }

    @Test
    void shouldKeepQuarantineAmongWhatIsHeld() {
        account.hold(4);
        account.quarantine(7);
        assertEquals(11, account.heldNanos());
        assertEquals(7, account.quarantinedNanos());
        account.quarantine(-2);
        assertEquals(9, account.heldNanos());
        assertEquals(5, account.quarantinedNanos());
        assertEquals(-9, account.availableNanos(0));
    }

    @Test
    void shouldBringBackAUsedUpGrantInItsPlace() {
        account.add(new GrantState(NEVER, Grant.NEVER, 1, 40));
        List<Long> asked = new ArrayList<>();
        account.apply(
                List.of(new Movement(REVENUE, EARLY, 6)),
                id -> {
                    asked.add(id);
                    return new GrantState(id, 100, 3, 0);
                });
        assertEquals(List.of(EARLY), asked);
        assertEquals(46, account.balanceNanos());
        assertEquals(100, account.nextExpiryMs());
        account.bringBack(List.of(new GrantState(LATE, 50, 2, 0)));
        assertFalse(account.lacks(LATE));
        assertEquals(50, account.nextExpiryMs());
        assertEquals(List.of(price(EARLY, 6), price(NEVER, 1)), account.burn(7, 0, REVENUE, FEES));
    }

    @Test
    void shouldRefuseWhatALongCannotHold() {
        account.add(new GrantState(NEVER, Grant.NEVER, 1, Long.MAX_VALUE));
        assertThrows(
                ArithmeticException.class,
                () -> account.balanceAfter(List.of(new Movement(REVENUE, NEVER, 1))));
        assertThrows(
                ArithmeticException.class, () -> apply(List.of(new Movement(REVENUE, NEVER, 1))));
        account.hold(Long.MAX_VALUE);
        assertThrows(ArithmeticException.class, () -> account.hold(1));
        assertThrows(ArithmeticException.class, () -> account.quarantine(1));
    }

    @Test
    void shouldCountVolumeOnlyWhereSomethingHasSteps() {
        assertNull(account.volumes());
        VolumeCounters counters = account.volumesOrNew();
        assertNotNull(counters);
        assertSame(counters, account.volumesOrNew());
        assertSame(counters, account.volumes());
    }
}
