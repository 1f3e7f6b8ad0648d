package io.weighbridge.backend.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.Facts;
import io.weighbridge.backend.ledger.fact.LedgerAccounts;
import io.weighbridge.backend.ledger.fact.Movement;
import io.weighbridge.backend.ledger.fact.RequestState;
import io.weighbridge.backend.usage.Charge;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;

/// What the writer may post about calls, and what each fact does to memory: charges, overruns and
/// what is kept or freed, at their edges.
final class PostingTest extends PostingFixture {
    private Fact.UsageQuarantined quarantine(@Nullable Hold hold, long kept) {
        UsageRecord of = record(10);
        return posting.quarantine(
                account, of.call(), hold, of.settlement(), of.cost(), kept, "no price");
    }

    @Test
    void shouldChargeACallAndEndItsHold() {
        grant(GRANT, 100, 0);
        Hold hold = hold(30);
        assertEquals(70, account.availableNanos(NOW_MS));
        Fact.UsageSettled fact = settle(hold, 8);
        assertEquals(List.of(burnt(40)), fact.movements());
        assertEquals(60, fact.balanceAfterNanos());
        assertEquals(30, fact.record().heldNanos());
        assertEquals(10, fact.record().overrunNanos());
        assertEquals(NOW_MS, fact.record().settledAtMs());
        assertEquals(2, fact.sequence());
        assertFalse(fact.record().isUnrated());
        assertEquals(60, account.balanceNanos());
        assertEquals(0, account.heldNanos());
        assertTrue(hold.isEnded());
        assertNull(posting.hold(ID));
        assertEquals(RequestState.CHARGED, posting.ended(ID));
        assertEquals(List.of("charged 40 at 0", "ended with 10"), told);
        assertEquals(8, volume(Unit.INPUT_TOKENS));
        assertEquals(1, volume(Unit.REQUESTS));
        state.folded(fact);
        assertNull(posting.ended(ID));
    }

    private long volume(Unit unit) {
        return Objects.requireNonNull(account.volumes()).used(Facts.SERVICE, unit, NOW_MS);
    }

    @Test
    void shouldChargeACallWhoseHoldWasLostOrLargerThanNeeded() {
        grant(GRANT, 100, 0);
        UsageRecord of = record(8);
        Fact.UsageSettled lost =
                posting.settle(account, of.call(), null, of.settlement(), of.charge(), of.cost());
        assertEquals(0, lost.record().heldNanos());
        assertEquals(40, lost.record().overrunNanos());
        assertEquals(List.of("charged 40 at 0"), told);
        // Its id must not be admitted again.
        assertFalse(state.seen().add(ID.hi(), ID.lo()));
        Fact.UsageSettled less = settle(hold(50), 4);
        assertEquals(50, less.record().heldNanos());
        assertEquals(0, less.record().overrunNanos());
        assertEquals(0, account.heldNanos());
        assertEquals(40, account.balanceNanos());
    }

    @Test
    void shouldChargeTheFeeApartAndTheOverdraftWithWhatNoGrantCovers() {
        grant(GRANT, 10, 0);
        UsageRecord of = record(1);
        Fact.UsageSettled fact =
                posting.settle(
                        account,
                        of.call(),
                        null,
                        of.settlement(),
                        new Charge(31, List.of(), 8, 5, 13),
                        of.cost());
        assertEquals(
                List.of(
                        burnt(8),
                        new Movement(GRANT, LedgerAccounts.FEE_REVENUE, 2),
                        new Movement(Facts.ACCOUNT, LedgerAccounts.FEE_REVENUE, 3)),
                fact.movements());
        assertEquals(-3, fact.balanceAfterNanos());
        assertEquals(-3, account.overdraftNanos());
    }

    @Test
    void shouldKeepCreditForWhatCannotBePricedUntilItIs() {
        grant(GRANT, 100, 0);
        Hold hold = hold(30);
        Fact.UsageQuarantined fact = quarantine(hold, 25);
        assertEquals(30, fact.record().heldNanos());
        assertEquals(0, fact.record().overrunNanos());
        assertEquals(Charge.NONE, fact.record().charge());
        assertTrue(fact.record().isUnrated());
        assertEquals(100, fact.balanceAfterNanos());
        assertEquals(25, account.heldNanos());
        assertEquals(25, account.quarantinedNanos());
        assertTrue(hold.isEnded());
        assertEquals(RequestState.QUARANTINED, posting.ended(ID));
        assertEquals(List.of("kept 25", "ended with 12"), told);
        assertEquals(10, volume(Unit.INPUT_TOKENS));
        Quarantine kept = Objects.requireNonNull(posting.quarantined(ID));
        assertEquals(new Quarantine(ID, Facts.ACCOUNT, 21, 11, 25, 2), kept);
        told.clear();
        Fact.UsageRated rated = rate(kept, fact.record(), new Charge(31, List.of(), 30, 2, 32));
        assertEquals(2, rated.overrunNanos());
        assertEquals(68, rated.balanceAfterNanos());
        assertEquals(
                List.of(burnt(30), new Movement(GRANT, LedgerAccounts.FEE_REVENUE, 2)),
                rated.movements());
        assertEquals(68, account.balanceNanos());
        assertEquals(0, account.heldNanos());
        assertEquals(0, account.quarantinedNanos());
        assertNull(posting.quarantined(ID));
        assertEquals(List.of("kept -25", "charged 32 at 0"), told);
        assertEquals(17, volume(Unit.INPUT_TOKENS));
        state.folded(fact);
        assertNull(posting.ended(ID));
    }

    private Fact.UsageRated rate(Quarantine kept, UsageRecord record, Charge charge) {
        Units told = Units.tokens(7, 0);
        return posting.rate(account, kept, record, told, charge, false, OPERATION);
    }

    @Test
    void shouldKeepNothingFromWhoseHoldWasLostUnlessToldTo() {
        Fact.UsageQuarantined fact = quarantine(null, 0);
        assertEquals(0, fact.record().heldNanos());
        assertEquals(0, account.heldNanos());
        Quarantine kept = Objects.requireNonNull(posting.quarantined(ID));
        Fact.UsageRated rated = rate(kept, fact.record(), Charge.NONE);
        assertEquals(0, rated.overrunNanos());
        assertEquals(List.of(), rated.movements());
        assertEquals(0, rated.balanceAfterNanos());
    }

    @Test
    void shouldFreeTheCreditOfACallThatIsDropped() {
        grant(GRANT, 100, 0);
        Hold hold = hold(30);
        assertSame(hold, posting.hold(ID));
        posting.drop(ID, RequestState.RELEASED, "changed its mind");
        assertEquals(
                new Fact.HoldDropped(2, NOW_MS, ID, RequestState.RELEASED, "changed its mind"),
                posting.group().getLast());
        assertEquals(100, account.availableNanos(NOW_MS));
        assertTrue(hold.isEnded());
        assertEquals(RequestState.RELEASED, posting.ended(ID));
        assertEquals(List.of("ended with 0"), told);
        state.folded(posting.group().getLast());
        assertNull(posting.ended(ID));
    }

    @Test
    void shouldNoteOnlyHoldsThatAreOpen() {
        Hold hold = hold(30);
        posting.note(hold, true);
        Fact.HoldOpened opened =
                new Fact.HoldOpened(
                        1,
                        NOW_MS,
                        hold.call(),
                        30,
                        Units.tokens(1, 1),
                        NOW_MS + 1_000,
                        Units.NONE,
                        true);
        assertEquals(List.of(opened), posting.group());
        assertEquals(List.of(hold), state.holds().notedBefore(2));
        Units units = Units.tokens(2, 2);
        HoldChange change = new HoldChange(hold, 40, units, NOW_MS + 2_000, 2_000, units);
        posting.note(change);
        assertEquals(
                new Fact.HoldChanged(2, NOW_MS, ID, 40, units, NOW_MS + 2_000, units),
                posting.group().getLast());
        assertEquals(List.of(), state.holds().due(1_500));
        assertEquals(List.of(hold), state.holds().due(2_500));
        posting.drop(ID, RequestState.EXPIRED, "");
        posting.note(hold, true);
        posting.note(change);
        assertEquals(3, posting.group().size());
        assertTrue(state.holds().isEmpty());
    }
}
