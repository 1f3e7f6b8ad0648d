package io.weighbridge.backend.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.ledger.fact.LedgerAccounts;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Random calls, corrections, refunds, expiries and ratings on several accounts, each compared with
/// a second computation in numbers without bounds: every answer, and every account after every
/// step. `-Dledger.model.seed` tries one again.
final class LedgerModelTest {
    private static final int RUNS = Integer.getInteger("ledger.model.runs", 4);
    private static final int STEPS = 400;

    @TempDir Path directory;

    static LongStream seeds() {
        Long seed = Long.getLong("ledger.model.seed");
        return seed == null ? new SplittableRandom().longs(RUNS) : LongStream.of(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldAgreeWithTheModelAfterEveryStep(long seed) {
        try {
            agree(seed);
        } catch (AssertionError e) {
            // The name of a run is not in every report.
            throw new AssertionError("-Dledger.model.seed=" + seed + ": " + e.getMessage(), e);
        }
    }

    private void agree(long seed) {
        HandTime time = new HandTime(ModelledAccount.startMs());
        List<ModelledAccount> accounts;
        Map<Long, BigInteger> house = new HashMap<>();
        try (TestBackend test = TestBackend.start(directory, time)) {
            SplittableRandom random = new SplittableRandom(seed);
            ModelledAccount.prepare(test);
            accounts =
                    Stream.of("a", "b", "c")
                            .map(name -> new ModelledAccount(test, time, name, house, random))
                            .toList();
            for (int step = 0; step < STEPS; step++) {
                if (random.nextInt(9) == 0) {
                    pass(test, time, accounts, 1_000L * random.nextInt(1, 25));
                } else {
                    accounts.get(random.nextInt(accounts.size())).step();
                }
                accounts.forEach(account -> account.check(test));
            }
            accounts.forEach(account -> account.checkGrants(test));
            checkHouse(test, house);
            LedgerSums.check(test, directory);
        }
        try (TestBackend test = TestBackend.start(directory, time)) {
            // At its start the writer does what is due; before the barrier it has.
            test.backend().ledger().atBarrier(() -> {});
            accounts.forEach(ModelledAccount::swept);
            accounts.forEach(account -> account.check(test));
            accounts.forEach(account -> account.checkGrants(test));
        }
    }

    // Everything expires half a second away from the instants that time stops at.
    private static void pass(
            TestBackend test, HandTime time, List<ModelledAccount> accounts, long ms) {
        Ledger ledger = test.backend().ledger();
        // What was noted before is written at its own instant.
        ledger.atBarrier(() -> {});
        time.pass(ms);
        // Before the second one the writer has looked at the clock again, and done what was due.
        ledger.atBarrier(() -> {});
        ledger.atBarrier(() -> {});
        accounts.forEach(ModelledAccount::passed);
    }

    private void checkHouse(TestBackend test, Map<Long, BigInteger> house) {
        Map<Long, BigInteger> found = new HashMap<>();
        for (long id = LedgerAccounts.USAGE_REVENUE; id <= LedgerAccounts.BREAKAGE; id++) {
            long nanos =
                    LedgerSums.number(
                            test,
                            directory,
                            "SELECT coalesce(sum(balance_nanos), 0) FROM ledger_account WHERE id = "
                                    + id);
            found.put(id, AccountModel.of(nanos));
        }
        assertEquals(AccountModel.withoutZeros(house), AccountModel.withoutZeros(found));
    }
}
