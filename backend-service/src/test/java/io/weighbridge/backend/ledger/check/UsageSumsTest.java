package io.weighbridge.backend.ledger.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.ledger.fact.Facts;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.RequestId;

import org.junit.jupiter.api.Test;

import java.util.List;

/// What [LedgerCheck] finds in usage records, ratings, refunds and rollups that do not agree, word
/// for word.
final class UsageSumsTest {
    private static final long A = Facts.ACCOUNT;
    private static final RequestId ID = Facts.request(1_000, 1);
    private static final RequestId OTHER = Facts.request(1_000, 2);
    private static final String OF_A = "account " + IdKind.ACCOUNT.format(A);
    private static final String RECORD = OF_A + ", usage record " + ID;
    private static final String REFUND = OF_A + ", refund of " + ID;
    // Price 70 and fee 7.
    private static final UsageSums.Charged RIGHT = new UsageSums.Charged(70, 7, 77, 70, 7, 77);
    private static final UsageSums.Charged NOTHING = new UsageSums.Charged(0, 0, 0, 0, 0, 0);

    private final LedgerProblems problems = new LedgerProblems();
    private final LedgerSums sums = new LedgerSums(problems, 10);
    private final UsageSums usage = new UsageSums(problems, sums, 10);

    private void assertProblems(String... expected) {
        assertEquals(List.of(expected), problems.list());
    }

    private void rollups(UsageSums.Totals stored) {
        for (int granularity = 1; granularity <= 3; granularity++) {
            usage.rollup(A, granularity, stored);
            usage.rollup(0, granularity, stored);
        }
    }

    @Test
    void shouldFindNothingInUsageThatAgrees() {
        sums.addAccount(A, 0, 1);
        usage.record(9, ID, A, false, 70, 7, RIGHT, 9);
        usage.record(10, OTHER, A, true, 5, 0, NOTHING, 10);
        usage.rating(OTHER, A, 5, 72, RIGHT);
        usage.refund(ID, A, 30, 30, 77);
        usage.refund(ID, A, 47, 47, 77);
        usage.gone(A, new UsageSums.Totals(3, 1, 20, 2, 22, 4, 6), 22);
        usage.checkRequests(5);
        rollups(new UsageSums.Totals(5, 2, 160, 16, 176, 83, 83));
        usage.checkRollups();
        assertProblems();
        // All overruns explain what is missing.
        sums.hold(A, 83);
        sums.checkEnd();
        assertProblems();
        sums.hold(A, 1);
        sums.checkEnd();
        assertEquals(1, problems.list().size());
    }

    @Test
    void shouldNameAChargeThatIsNotWhatMoved() {
        UsageSums.Charged wrong = new UsageSums.Charged(70, 7, 78, 69, 5, 74);
        usage.record(9, ID, A, false, 100, 0, wrong, 9);
        assertProblems(
                RECORD + ": charge 78 nanos, price plus fee is 77 nanos: off by 1 nano",
                RECORD + ": charge 78 nanos, transfers sum to 74 nanos: off by 4 nanos",
                RECORD + ": price 70 nanos, transfers to revenue sum to 69 nanos: off by 1 nano",
                RECORD + ": fee 7 nanos, transfers to fee revenue sum to 5 nanos: off by 2 nanos",
                OF_A + ": the ledger names it, but it does not exist");
    }

    @Test
    void shouldNameARecordThatIsWrongByItself() {
        sums.addAccount(A, 0, 1);
        usage.record(11, ID, A, true, 70, 6, RIGHT, 8);
        assertProblems(
                RECORD + ": unrated, but charged 77 nanos",
                RECORD + ": overrun 6 nanos, charge minus hold is 7 nanos: off by -1 nano",
                RECORD
                        + ": recorded by fact 11, but the request ended with fact 8 (expected: the"
                        + " same, once)",
                RECORD + ": later than the last fact, 10");
        usage.checkRequests(2);
        assertEquals(
                "2 request ids ended with a usage record, but there are 1 usage records",
                problems.list().getLast());
    }

    @Test
    void shouldNameARatingThatIsWrong() {
        sums.addAccount(A, 0, 1);
        usage.rating(ID, 0, 0, 0, RIGHT);
        usage.rating(ID, A, 80, 1, RIGHT);
        UsageSums.Charged wrong = new UsageSums.Charged(70, 7, 77, 70, 7, 76);
        usage.rating(ID, A, 77, 0, wrong);
        String rating = OF_A + ", rating of " + ID;
        assertProblems(
                "rating of " + ID + ": no unrated record has this id",
                rating + ": overrun 1 nano, charge minus hold is 0 nanos: off by 1 nano",
                rating + ": charge 77 nanos, transfers sum to 76 nanos: off by 1 nano");
    }

    @Test
    void shouldNameARefundAboveItsChargeOrOfNothing() {
        usage.refund(ID, 0, 5, 5, 5);
        usage.refund(ID, A, 5, 4, 9);
        usage.refund(ID, A, 4, 4, 9);
        usage.refund(ID, A, 1, 1, 9);
        usage.refund(OTHER, A, 9, 9, 9);
        assertProblems(
                "refund of " + ID + ": no usage record has this id",
                REFUND + ": amount 5 nanos, transfers sum to 4 nanos: off by 1 nano",
                REFUND + ": refunded 10 nanos, charged was 9 nanos: off by 1 nano");
    }

    @Test
    void shouldNameDeletedRecordsThatDoNotAgreeWithTheirEntries() {
        sums.addAccount(A, 0, 1);
        usage.gone(A, new UsageSums.Totals(1, 0, 20, 2, 23, 0, 0), 21);
        String gone = OF_A + ", deleted usage records";
        assertProblems(
                gone + ": charge 23 nanos, price plus fee is 22 nanos: off by 1 nano",
                gone
                        + ": charge 23 nanos, entries without a record sum to 21 nanos: off by"
                        + " 2 nanos");
    }

    @Test
    void shouldNameEachRollupAndNumberThatDiffers() {
        sums.addAccount(A, 0, 1);
        usage.record(9, ID, A, false, 70, 7, RIGHT, 9);
        usage.refund(ID, A, 30, 30, 77);
        UsageSums.Totals right = new UsageSums.Totals(1, 0, 70, 7, 77, 7, 30);
        rollups(right);
        usage.rollup(A, 1, new UsageSums.Totals(1, 0, 71, 9, 80, 11, 35));
        usage.rollup(A, 2, new UsageSums.Totals(2, 0, 70, 7, 77, 7, 30));
        usage.rollup(0, 3, new UsageSums.Totals(1, 1, 70, 7, 77, 7, 30));
        usage.checkRollups();
        String minute = OF_A + ", rollups by minute: ";
        String calls = " unrated (expected from the records: 1, 0)";
        assertProblems(
                "all accounts, rollups by day: 1 calls, 1" + calls,
                minute + "price 71 nanos, records sum to 70 nanos: off by 1 nano",
                minute + "fee 9 nanos, records sum to 7 nanos: off by 2 nanos",
                minute + "charge 80 nanos, records sum to 77 nanos: off by 3 nanos",
                minute + "overrun 11 nanos, records sum to 7 nanos: off by 4 nanos",
                minute + "refunded 35 nanos, refunds sum to 30 nanos: off by 5 nanos",
                OF_A + ", rollups by hour: 2 calls, 0" + calls);
    }

    @Test
    void shouldNameARollupOfNothingAndNothingRolledUp() {
        sums.addAccount(A, 0, 1);
        usage.rollup(A, 2, new UsageSums.Totals(0, 0, 1, 0, 0, 0, 0));
        usage.checkRollups();
        assertProblems(
                OF_A + ", rollups by hour: price 1 nano, records sum to 0 nanos: off by 1 nano");
    }
}
