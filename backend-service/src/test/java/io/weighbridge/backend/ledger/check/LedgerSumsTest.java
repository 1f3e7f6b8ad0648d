package io.weighbridge.backend.ledger.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.Facts;
import io.weighbridge.backend.ledger.fact.LedgerAccounts;
import io.weighbridge.backend.ledger.fact.Movement;
import io.weighbridge.backend.usage.Charge;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Units;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// The adding up of [LedgerCheck], on rows that are given to it: what it finds in books that do not
/// balance, word for word, and that it finds nothing in those that do.
final class LedgerSumsTest {
    private static final long A = Facts.ACCOUNT;
    private static final long B = 1_002;
    private static final long GRANT = 2_001;
    private static final String OF_A = name(A);
    private static final String OF_GRANT = OF_A + ", grant " + IdKind.GRANT.format(GRANT);
    private static final RequestId REQUEST = Facts.request(1_000, 1);

    private final LedgerProblems problems = new LedgerProblems();
    private final LedgerSums sums = new LedgerSums(problems, 10);

    private static String name(long account) {
        return "account " + IdKind.ACCOUNT.format(account);
    }

    private void assertProblems(String... expected) {
        sums.checkBalances();
        sums.checkEnd();
        assertEquals(List.of(expected), problems.list());
    }

    /// An account that was given 100, with what it has left, and what it was charged.
    private void rows(long left, long charged) {
        rows(A, left, charged);
    }

    private void rows(long account, long left, long charged) {
        sums.addAccount(account, 0, 1);
        sums.balance(LedgerAccounts.USAGE_REVENUE, 0, charged);
        sums.balance(LedgerAccounts.PURCHASES, 0, -100);
        sums.balance(GRANT, account, left);
        sums.grant(GRANT, account, 100, 100);
    }

    private void transfers(long charged) {
        sums.transfer(1, LedgerAccounts.PURCHASES, GRANT, 100);
        sums.transfer(2, GRANT, LedgerAccounts.USAGE_REVENUE, charged);
    }

    private void entries(long charged) {
        sums.entry(A, 1, 100, 100, false, 100);
        sums.entry(A, 2, -charged, 100 - charged, false, -charged);
    }

    @Test
    void shouldFindNothingInBooksThatBalance() {
        rows(70, 30);
        transfers(30);
        entries(30);
        sums.hold(A, 70);
        assertProblems();
        assertEquals(1, sums.accountCount());
        assertEquals(2, sums.transferCount());
    }

    @Test
    void shouldFindNothingInAUsedUpGrantThatHasNoBalanceAnyMore() {
        sums.addAccount(A, 0, 1);
        sums.balance(LedgerAccounts.USAGE_REVENUE, 0, 100);
        sums.balance(LedgerAccounts.PURCHASES, 0, -100);
        sums.grant(GRANT, A, 100, 100);
        transfers(100);
        entries(100);
        assertProblems();
    }

    @Test
    void shouldNameABalanceThatIsNotTheSumOfItsTransfers() {
        rows(71, 30);
        transfers(30);
        entries(30);
        assertProblems(
                OF_GRANT + ": balance 71 nanos, transfers sum to 70 nanos: off by 1 nano",
                OF_A + ": balance 71 nanos, its statement ends with 70 nanos: off by 1 nano",
                "all ledger accounts: balances sum to 1 nano, expected 0 nanos: off by 1 nano");
    }

    @Test
    void shouldNameEachOfTheInstallationsAccounts() {
        for (long ledger = 1; ledger <= 7; ledger++) {
            sums.balance(ledger, 0, ledger % 2 == 0 ? -2 : 2);
        }
        sums.balance(LedgerAccounts.LAST, 0, -2);
        List<String> expected = new ArrayList<>();
        String[] names = {
            "usage revenue",
            "fee revenue",
            "purchases",
            "promotions",
            "adjustments",
            "breakage",
            "7",
            "99"
        };
        for (int i = 0; i < names.length; i++) {
            String amount = (i % 2 == 0 ? "2" : "-2") + " nanos";
            expected.add(
                    "installation account "
                            + names[i]
                            + ": balance "
                            + amount
                            + ", transfers sum to 0 nanos: off by "
                            + amount);
        }
        assertProblems(expected.toArray(String[]::new));
    }

    @Test
    void shouldNameAGrantThatIsNotWhatWasGranted() {
        rows(70, 30);
        sums.grant(GRANT, A, 70, 70);
        sums.grant(GRANT, A, 69, 70);
        sums.grant(GRANT, B, 70, 70);
        transfers(30);
        entries(30);
        assertProblems(
                OF_GRANT + ": granted 69 nanos, transfers bring 70 nanos: off by -1 nano",
                OF_GRANT + ": balance 70 nanos (expected: at most what was granted, 69 nanos)",
                name(B)
                        + ", grant "
                        + IdKind.GRANT.format(GRANT)
                        + ": its balance is kept for "
                        + OF_A);
    }

    @Test
    void shouldNameATransferThatIsTooLateOrMovesCreditOfTwo() {
        rows(70, 30);
        sums.addAccount(B, 0, 1);
        sums.balance(B, B, 0);
        transfers(30);
        sums.transfer(10, GRANT, B, 5);
        sums.transfer(11, B, GRANT, 5);
        entries(30);
        sums.entry(A, 10, -5, 65, false, -5);
        sums.entry(A, 11, 5, 70, false, 5);
        assertProblems(
                name(B) + ": transfer 10 also moves credit of " + OF_A,
                "transfer 11: later than the last fact, 10",
                OF_A + ": transfer 11 also moves credit of " + name(B));
    }

    @Test
    void shouldKeepALedgerThatOnlyTransfersNameForWhoseItIs() {
        rows(70, 30);
        transfers(30);
        entries(30);
        // Burnt from a grant and from an overdraft that has no row: both are A's.
        sums.transfer(3, GRANT, LedgerAccounts.USAGE_REVENUE, 1);
        sums.transfer(3, A, LedgerAccounts.USAGE_REVENUE, 2);
        sums.transfer(4, LedgerAccounts.ADJUSTMENTS, LedgerAccounts.BREAKAGE, 3);
        sums.entry(A, 3, -3, 67, false, -3);
        assertProblems(
                "installation account usage revenue: balance 30 nanos, transfers sum to 33 nanos:"
                        + " off by -3 nanos",
                "installation account adjustments: balance 0 nanos, transfers sum to -3 nanos: off"
                        + " by 3 nanos",
                "installation account breakage: balance 0 nanos, transfers sum to 3 nanos: off by"
                        + " -3 nanos",
                OF_A + ", overdraft: balance 0 nanos, transfers sum to -2 nanos: off by 2 nanos",
                OF_GRANT + ": balance 70 nanos, transfers sum to 69 nanos: off by 1 nano",
                OF_A + ": balance 70 nanos, its statement ends with 67 nanos: off by 3 nanos",
                "4 facts have transfers, but 3 statement entries move credit");
    }

    @Test
    void shouldNameAWrongStatementOnceForEachWrongLine() {
        rows(70, 30);
        transfers(30);
        sums.entry(A, 1, 100, 103, false, 100);
        sums.entry(A, 2, -29, 74, false, -30);
        sums.entry(A, 3, -4, 70, false, 0);
        assertProblems(
                OF_A
                        + ", statement entry 1: balance 103 nanos, entries sum to 100 nanos: off by"
                        + " 3 nanos",
                OF_A
                        + ", statement entry 2: amount -29 nanos, transfers sum to -30 nanos: off"
                        + " by 1 nano",
                OF_A
                        + ", statement entry 3: amount -4 nanos, transfers sum to 0 nanos: off by"
                        + " -4 nanos");
    }

    @Test
    void shouldNameAnAccountThatDoesNotExist() {
        sums.entry(A, 1, 0, 0, false, 0);
        sums.entry(A, 2, 0, 0, false, 0);
        assertProblems(OF_A + ": the ledger names it, but it does not exist");
    }

    @Test
    void shouldNameAGrantBelowZeroAndAnOverdraftAboveIt() {
        rows(-1, 101);
        sums.balance(A, A, 1);
        sums.balance(LedgerAccounts.ADJUSTMENTS, 0, -1);
        transfers(101);
        sums.transfer(3, LedgerAccounts.ADJUSTMENTS, A, 1);
        sums.entry(A, 1, 100, 100, false, 100);
        sums.entry(A, 2, -101, -1, false, -101);
        sums.entry(A, 3, 1, 0, false, 1);
        assertProblems(
                OF_A + ", overdraft: balance 1 nano (expected: 0 or less)",
                OF_GRANT + ": balance -1 nano (expected: 0 or more)");
    }

    @Test
    void shouldNameWhatIsHeldBelowTheLimitUnlessSomethingExplainsIt() {
        rows(70, 30);
        transfers(30);
        entries(30);
        sums.hold(A, 60);
        // Held before: nothing that was checked is exceeded by it.
        sums.quarantine(REQUEST, A, 15, 15);
        String below =
                OF_A + ": balance 70 nanos minus holds 75 nanos is below its limit of 0 nanos";
        assertProblems(below + "; overruns explain 0 nanos: off by 5 nanos");
        sums.overrun(A, 3);
        sums.checkEnd();
        assertEquals(
                below + "; overruns explain 3 nanos: off by 2 nanos", problems.list().getLast());
        // Its hold was lost, so what is kept for it may have been spent.
        sums.quarantine(Facts.request(1_000, 2), A, 1, 0);
        sums.checkEnd();
        assertEquals(
                OF_A
                        + ": balance 70 nanos minus holds 76 nanos is below its limit of 0 nanos;"
                        + " overruns explain 4 nanos: off by 2 nanos",
                problems.list().getLast());
        sums.overrun(A, 2);
        sums.checkEnd();
        assertEquals(3, problems.list().size());
    }

    @Test
    void shouldCountTheLimitOnlyOfAnAccountThatWasNeverChanged() {
        sums.addAccount(A, 5, 1);
        sums.addAccount(B, 0, 2);
        sums.hold(A, 6);
        sums.hold(B, 100);
        assertProblems(
                OF_A
                        + ": balance 0 nanos minus holds 6 nanos is below its limit of -5 nanos;"
                        + " overruns explain 0 nanos: off by 1 nano");
        sums.hold(A, -1);
        sums.checkEnd();
        assertEquals(1, problems.list().size());
    }

    @Test
    void shouldGoOnWithWhatOnlyTheJournalHas() {
        rows(70, 30);
        transfers(30);
        entries(30);
        sums.checkBalances();
        sums.apply((Fact.Entry) Facts.granted(11, 1_000, 2_002, 50, 0, 120));
        Fact.UsageSettled settled = Facts.settled(12, 1_000, REQUEST, 2_002, 10, 70);
        sums.apply(settled);
        assertEquals(4, sums.transferCount());
        assertEquals(List.of(), problems.list());
        // Its record says that 8 of it were an overrun.
        sums.hold(A, 78);
        sums.checkEnd();
        assertEquals(List.of(), problems.list());
        sums.hold(A, 1);
        sums.checkEnd();
        assertEquals(
                List.of(
                        OF_A
                                + ": balance 70 nanos minus holds 79 nanos is below its limit of 0"
                                + " nanos; overruns explain 8 nanos: off by 1 nano"),
                problems.list());
    }

    @Test
    void shouldNameAFactInTheJournalThatDoesNotAddUp() {
        rows(70, 30);
        transfers(30);
        entries(30);
        sums.checkBalances();
        sums.apply((Fact.Entry) Facts.granted(11, 1_000, 2_002, 50, 0, 121));
        sums.apply(Facts.settled(12, 1_000, REQUEST, 2_002, 12, 61));
        sums.checkEnd();
        assertEquals(
                List.of(
                        OF_A
                                + ", fact 11 in the journal: balance 121 nanos, movements sum to"
                                + " 120 nanos: off by 1 nano",
                        OF_A
                                + ", grant "
                                + IdKind.GRANT.format(2_002)
                                + ": balance -10 nanos (expected: 0 or more)"),
                problems.list());
    }

    @Test
    void shouldNameARatingInTheJournalWhoseChargeDoesNotAddUp() {
        rows(70, 30);
        transfers(30);
        entries(30);
        sums.checkBalances();
        sums.apply(
                new Fact.UsageRated(
                        11,
                        1_000,
                        A,
                        Facts.KEY,
                        Facts.SERVICE,
                        "",
                        REQUEST,
                        false,
                        Units.NONE,
                        new Charge(31, List.of(), 6, 2, 7),
                        3,
                        List.of(new Movement(GRANT, LedgerAccounts.USAGE_REVENUE, 7)),
                        63,
                        Facts.operation(11)));
        // 3 of it are an overrun.
        sums.hold(A, 66);
        sums.checkEnd();
        assertEquals(
                List.of(
                        OF_A
                                + ", fact 11 in the journal: charge 7 nanos, price plus fee is 8"
                                + " nanos: off by -1 nano"),
                problems.list());
    }

    @Test
    void shouldFreeWhatWasKeptWhenUnratedUsageIsRated() {
        sums.addAccount(A, 0, 1);
        Fact.UsageQuarantined kept = Facts.quarantined(11, 1_000, REQUEST, 10, 20, 0);
        sums.apply(kept);
        UsageRecord record = kept.record();
        sums.checkEnd();
        String unexplained =
                OF_A
                        + ": balance 0 nanos minus holds 20 nanos is below its limit of 0 nanos;"
                        + " overruns explain 0 nanos: off by 20 nanos";
        assertEquals(List.of(unexplained), problems.list());
        sums.apply(Facts.rated(12, 1_000, record));
        sums.checkEnd();
        // The fact says 7 and moves nothing.
        String fact = OF_A + ", fact 12 in the journal: charge 7 nanos, movements sum to";
        assertEquals(List.of(unexplained, fact + " 0 nanos: off by 7 nanos"), problems.list());
        // The second rating of one record frees nothing more.
        sums.apply(Facts.rated(13, 1_000, record));
        sums.hold(A, 1);
        sums.checkEnd();
        assertEquals(
                OF_A
                        + ": balance 0 nanos minus holds 1 nano is below its limit of 0 nanos;"
                        + " overruns explain 0 nanos: off by 1 nano",
                problems.list().getLast());
    }

    @Test
    void shouldKeepTheFirstOfVeryManyProblems() {
        for (int i = 1; i <= 1_002; i++) {
            problems.add("problem " + i);
        }
        List<String> list = problems.list();
        assertEquals(1_001, list.size());
        assertEquals("problem 1000", list.get(999));
        assertEquals("and 2 more", list.getLast());
    }
}
