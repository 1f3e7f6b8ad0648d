package io.weighbridge.backend.codes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.SqlLedgerStore;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.accounts.Accounts;
import io.weighbridge.backend.ledger.accounts.MovingAlone;
import io.weighbridge.backend.ledger.accounts.Promotions;
import io.weighbridge.backend.ledger.accounts.SqlAccountStore;
import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.WriteFaults;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Codes over a real store and a real ledger, whatever the database.
abstract class CodesContract {
    private static final long AMOUNT = 5_000_000_000L;
    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private final WriteFaults faults = new WriteFaults(Set.of("claim", "done"));
    private final Counted alone = new Counted();
    private Database database;
    private Ledger ledger;
    private Accounts accounts;
    private Codes codes;
    private Redemptions redemptions;

    /// Knows what counts.
    private static final class Counted implements MovingAlone {
        private final Map<UUID, Long> counts = new HashMap<>();

        @Override
        public OptionalLong counted(UUID operationId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void count(UUID operationId, long amountNanos) {
            counts.put(operationId, amountNanos);
        }

        @Override
        public void forget(UUID operationId) {
            counts.remove(operationId);
        }

        private long sum() {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    @BeforeEach
    void start(EmptyStore opened) {
        database = opened.database();
        ledger = Ledger.open(directory, new SqlLedgerStore(database), time, 180_000);
        ledger.start((posting, hold) -> {}, facts -> {});
        IdSource ids = new IdSource(time);
        accounts = new Accounts(new SqlAccountStore(database), ledger, ids, time);
        CodeStore store = faults.around(CodeStore.class, new SqlCodeStore(database));
        codes = new Codes(store, ids, time);
        redemptions = new Redemptions(store, new Promotions(ledger, ids), accounts, time);
    }

    @AfterEach
    void stop() {
        ledger.close();
    }

    private CodeTerms terms(String campaign, int count, boolean oncePerAccount) {
        return new CodeTerms(
                campaign, count, AMOUNT, 0, 30, time.wallMs() + 10 * DAY_MS, oncePerAccount);
    }

    private CodeBatch make(CodeTerms terms) {
        return codes.make(UUID.randomUUID(), terms, alone);
    }

    private List<String> exported(String campaign, int count, boolean oncePerAccount) {
        return codes.export(make(terms(campaign, count, oncePerAccount)).id());
    }

    private Account account() {
        return accounts.create("Acme", 0);
    }

    private long balance(Account account) {
        return accounts.balance(account.id(), 0).balanceNanos();
    }

    private Redemption redeem(Account account, String code) {
        return redemptions.redeem(account.id(), code, Changes.ACT);
    }

    private Redemption.Redeemed given(Account account, String code) {
        return assertInstanceOf(Redemption.Redeemed.class, redeem(account, code));
    }

    private void refused(Redemption.Reason reason, Account account, String code) {
        assertEquals(new Redemption.Refused(reason), redeem(account, code));
    }

    private static ErrorCode codeOf(Runnable work) {
        return assertThrows(Fault.class, work::run).code();
    }

    @Test
    void shouldMakeABatchOnceAndTellItsCodesOnce() {
        UUID operation = UUID.randomUUID();
        CodeTerms terms = terms("spring", 1_000, false);
        CodeBatch made = codes.make(operation, terms, alone);
        assertEquals(made, codes.make(operation, terms, alone));
        assertEquals(1_000 * AMOUNT, alone.sum());
        assertEquals(
                ErrorCode.OPERATION_REUSED,
                codeOf(() -> codes.make(operation, terms("autumn", 1_000, false), alone)));
        assertEquals(1_000, made.left());
        assertEquals(Act.LOCAL.actorName(), codes.require(made.id()).madeBy());
        List<String> told = codes.export(made.id());
        assertEquals(1_000, new HashSet<>(told).size());
        assertEquals(ErrorCode.CODES_EXPORTED, codeOf(() -> codes.export(made.id())));
        List<KeptCode> kept = codes.codes(made.id(), PageKey.of(1_000, "", "")).items();
        assertEquals(1_000, kept.size());
        for (int i = 0; i < told.size(); i++) {
            assertEquals(i + 1, kept.get(i).number());
            assertTrue(told.get(i).endsWith(kept.get(i).hint().substring(5)));
        }
        assertEquals(made.id(), codes.list(PageKey.of(1, "", "")).items().getFirst().id());
    }

    @Test
    void shouldGiveEachCodeOnceAsPromotionalCreditThatExpires() {
        List<String> told = exported("spring", 2, false);
        Account acme = account();
        Redemption.Redeemed first = given(acme, told.getFirst());
        assertEquals(AMOUNT, balance(acme));
        assertEquals(time.wallMs() + 30 * DAY_MS, first.expiresAtMs());
        ledger.awaitFolded();
        Grant grant = new SqlAccountStore(database).grant(first.grantId()).orElseThrow();
        assertEquals(GrantKind.PROMOTIONAL, grant.kind());
        assertEquals(first.expiresAtMs(), grant.expiresAtMs());
        Redemption.Redeemed again = given(acme, told.getFirst());
        assertTrue(again.repeated());
        assertFalse(first.repeated());
        assertEquals(first.grantId(), again.grantId());
        refused(Redemption.Reason.USED, account(), told.getFirst());
        assertEquals(AMOUNT, balance(acme));
        CodeBatch batch = codes.list(PageKey.of(1, "", "")).items().getFirst();
        assertEquals(1, batch.used());
        assertEquals(1, batch.left());
        assertEquals(AMOUNT, batch.creditedNanos());
        time.pass(30 * DAY_MS + 1);
        assertEquals(0, accounts.balance(acme.id(), 0).availableNanos().orElseThrow());
    }

    @Test
    void shouldSayWhyACodeGivesNothing() {
        List<String> spring = exported("spring", 3, true);
        List<String> more = exported("spring", 1, true);
        Account acme = account();
        Account other = account();
        refused(Redemption.Reason.MISTYPED, acme, spring.getFirst().substring(1));
        String unknown = RedemptionCode.draw(new SecureRandom()).text();
        refused(Redemption.Reason.UNKNOWN, acme, unknown);
        var _ = given(acme, spring.getFirst());
        refused(Redemption.Reason.ONE_PER_ACCOUNT, acme, spring.get(1));
        refused(Redemption.Reason.ONE_PER_ACCOUNT, acme, more.getFirst());
        var _ = accounts.suspend(other.id(), "unpaid");
        refused(Redemption.Reason.ACCOUNT_SUSPENDED, other, spring.get(1));
        var _ = accounts.resume(other.id());
        long batch = codes.list(PageKey.of(2, "", "")).items().getLast().id();
        assertEquals(CodeState.VOID, codes.voidCode(batch, 2).state());
        assertEquals(CodeState.VOID, codes.voidCode(batch, 2).state());
        assertEquals(ErrorCode.CODE_USED, codeOf(() -> codes.voidCode(batch, 1)));
        assertEquals(ErrorCode.CODE_UNKNOWN, codeOf(() -> codes.voidCode(batch, 4)));
        refused(Redemption.Reason.VOID, other, spring.get(1));
        time.pass(10 * DAY_MS);
        refused(Redemption.Reason.EXPIRED, other, spring.get(2));
        assertEquals(AMOUNT, balance(acme));
        assertEquals(0, balance(other));
    }

    @Test
    void shouldMakeVoidWhatIsNotUsed() {
        CodeBatch sealed = make(terms("a", 3, false));
        assertEquals(0, codes.voidBatch(sealed.id(), alone).left());
        assertEquals(0, alone.sum());
        assertEquals(ErrorCode.CODES_VOID, codeOf(() -> codes.export(sealed.id())));
        CodeBatch batch = make(terms("b", 3, false));
        List<String> told = codes.export(batch.id());
        Account acme = account();
        var _ = given(acme, told.getFirst());
        CodeBatch voided = codes.voidBatch(batch.id(), alone);
        assertEquals(voided, codes.voidBatch(batch.id(), alone));
        assertEquals(1, voided.used());
        assertEquals(2, voided.voided());
        assertEquals(3 * AMOUNT, alone.sum());
        refused(Redemption.Reason.VOID, acme, told.get(1));
        assertTrue(given(acme, told.getFirst()).repeated());
    }

    @Test
    void shouldGiveOneCodeToOneOfManyAtOnce() throws Exception {
        String code = exported("spring", 1, false).getFirst();
        List<Account> many = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            many.add(account());
        }
        CountDownLatch go = new CountDownLatch(1);
        List<Future<Redemption>> tries = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 48; i++) {
                Account who = many.get(i % many.size());
                Callable<Redemption> work =
                        () -> {
                            go.await();
                            return redeem(who, code);
                        };
                tries.add(threads.submit(work));
            }
            go.countDown();
        }
        int first = 0;
        int again = 0;
        for (Future<Redemption> each : tries) {
            if (each.get() instanceof Redemption.Redeemed done) {
                first += done.repeated() ? 0 : 1;
                again += done.repeated() ? 1 : 0;
            }
        }
        assertEquals(1, first);
        assertEquals(5, again);
        assertEquals(AMOUNT, many.stream().mapToLong(this::balance).sum());
    }

    @Test
    void shouldLoseNothingAndGiveNothingTwiceWhereverItBreaks() {
        List<String> told = exported("spring", 4, false);
        for (int i = 0; i < 4; i++) {
            int write = i / 2;
            boolean afterIt = i % 2 == 1;
            String code = told.get(i);
            Account acme = account();
            faults.breakWrite(write, afterIt);
            assertEquals(ErrorCode.STORE_UNAVAILABLE, codeOf(() -> redeem(acme, code)));
            assertTrue(faults.broke());
            faults.heal();
            redemptions.finish();
            assertEquals(i == 0 ? 0 : AMOUNT, balance(acme), "write " + i);
            assertEquals(i != 0, given(acme, code).repeated(), "write " + i);
            redemptions.finish();
            assertEquals(AMOUNT, balance(acme), "write " + i);
            assertTrue(given(acme, code).grantId() > 0);
        }
    }

    @Test
    void shouldKeepAPromiseWhoseTimeIsOverForADay() {
        long end = time.wallMs() + DAY_MS;
        CodeBatch batch = make(new CodeTerms("a", 1, AMOUNT, end, 0, end, false));
        String code = codes.export(batch.id()).getFirst();
        Account acme = account();
        faults.breakWrite(0, true);
        assertEquals(ErrorCode.STORE_UNAVAILABLE, codeOf(() -> redeem(acme, code)));
        faults.heal();
        time.pass(3 * DAY_MS);
        redemptions.finish();
        assertEquals(AMOUNT, accounts.balance(acme.id(), 0).availableNanos().orElseThrow());
        assertEquals(time.wallMs() + DAY_MS, given(acme, code).expiresAtMs());
    }

    @Test
    void shouldRefuseWhatNoBatchCanBe() {
        long until = time.wallMs() + DAY_MS;
        CodeTerms right = new CodeTerms("a", 1, 1, until, 0, until, false);
        assertEquals(right, right.checked(time.wallMs()));
        for (CodeTerms wrong :
                List.of(
                        new CodeTerms("", 1, 1, until, 0, until, false),
                        new CodeTerms("a", 0, 1, until, 0, until, false),
                        new CodeTerms("a", 10_001, 1, until, 0, until, false),
                        new CodeTerms("a", 1, 0, until, 0, until, false),
                        new CodeTerms("a", 10_000, Long.MAX_VALUE / 9_999, until, 0, until, false),
                        new CodeTerms("a", 1, 1, until - 1, 0, until, false),
                        new CodeTerms("a", 1, 1, until, 1, until, false),
                        new CodeTerms("a", 1, 1, 0, 0, until, false),
                        new CodeTerms("a", 1, 1, 0, 3_651, until, false),
                        new CodeTerms("a", 1, 1, until, 0, time.wallMs(), false))) {
            assertEquals(ErrorCode.INVALID_FIELD, codeOf(() -> make(wrong)), wrong::toString);
        }
        assertEquals(0, alone.sum());
    }
}
