package io.weighbridge.backend.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.accounts.Purchases;
import io.weighbridge.backend.ledger.accounts.StatementEntry;
import io.weighbridge.backend.ledger.check.LedgerCheck;
import io.weighbridge.backend.ledger.fact.EntryKind;
import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.FactReader;
import io.weighbridge.backend.ledger.fact.FactWriter;
import io.weighbridge.backend.ledger.fact.Facts;
import io.weighbridge.backend.ledger.fact.LedgerAccounts;
import io.weighbridge.backend.ledger.fact.Movement;
import io.weighbridge.backend.ledger.journal.ByteReader;
import io.weighbridge.backend.ledger.journal.ByteWriter;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// Bought credit whose money went: it comes out of its own grant first, goes below zero, once, also
/// over a crash, and the ledger's check says that it may.
final class CreditTakenBackTest {
    private static final UUID BUY = new UUID(1, 1);
    private static final UUID BACK = new UUID(1, 2);

    @TempDir Path directory;
    @TempDir Path crashed;

    private static Purchases purchases(TestBackend test) {
        return new Purchases(test.backend().ledger(), new IdSource(new SystemTime()));
    }

    @Test
    void shouldReadWhatWasWritten() {
        Fact.CreditTakenBack fact =
                new Fact.CreditTakenBack(
                        7,
                        1_000,
                        Facts.ACCOUNT,
                        30,
                        List.of(
                                new Movement(2_001, LedgerAccounts.PURCHASES, 10),
                                new Movement(Facts.ACCOUNT, LedgerAccounts.PURCHASES, 20)),
                        -20,
                        Facts.operation(3));
        ByteWriter bytes = new ByteWriter();
        FactWriter.write(fact, bytes);
        assertEquals(
                fact,
                FactReader.read(new ByteReader(ByteBuffer.wrap(bytes.bytes(), 0, bytes.length()))));
    }

    @Test
    void shouldTakeBackOnceAlsoBelowZeroAndOverACrash() throws IOException {
        Account account;
        Purchases.Moved back;
        try (TestBackend test = TestBackend.start(directory)) {
            account = test.account("a", 5);
            Purchases.Moved given =
                    purchases(test).give(account.id(), BUY, 100, "paid", Changes.ACT);
            back = takeBack(test, account, given.grantId());
            assertEquals(-15, back.balanceNanos());
            // As a kill leaves it: the journal has it, SQL may not.
            copy(directory, crashed);
        }
        try (TestBackend test = TestBackend.start(crashed)) {
            assertEquals(-15, test.balance(account).balanceNanos());
            Purchases.Moved again = takeBack(test, account, 0);
            assertEquals(new Purchases.Moved(0, -15, true), again);
            assertEquals(-15, test.balance(account).balanceNanos());
            StatementEntry last =
                    test.backend()
                            .accounts()
                            .statement(account.id(), 0, 0, true, PageKey.of(1, "", ""))
                            .entries()
                            .items()
                            .getFirst();
            assertEquals(EntryKind.TAKEN_BACK, last.kind());
            assertEquals(-120, last.amountNanos());
            assertEquals(-15, last.balanceAfterNanos());
            assertEquals(BACK, last.operationId());
            assertEquals("dispute", last.note());
            assertEquals(List.of(), LedgerCheck.of(crashed).problems());
            Fault reused =
                    assertThrows(
                            Fault.class,
                            () ->
                                    purchases(test)
                                            .takeBack(
                                                    account.id(),
                                                    BACK,
                                                    119,
                                                    List.of(),
                                                    "dispute",
                                                    Changes.ACT));
            assertEquals(ErrorCode.OPERATION_REUSED, reused.code());
        }
    }

    private static Purchases.Moved takeBack(TestBackend test, Account account, long grantId) {
        return purchases(test)
                .takeBack(account.id(), BACK, 120, List.of(grantId), "dispute", Changes.ACT);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    @Test
    void shouldTakeFromItsOwnGrantBeforeTheOthers() {
        try (TestBackend test = TestBackend.start(directory)) {
            Account account = test.account("a", 5);
            Purchases.Moved given =
                    purchases(test).give(account.id(), BUY, 100, "paid", Changes.ACT);
            var _ =
                    purchases(test)
                            .takeBack(
                                    account.id(),
                                    BACK,
                                    40,
                                    List.of(given.grantId()),
                                    "refund",
                                    Changes.ACT);
            assertEquals(
                    List.of(5L, 60L),
                    test
                            .backend()
                            .accounts()
                            .grants(account.id(), PageKey.of(9, "", ""))
                            .items()
                            .stream()
                            .map(left -> left.remainingNanos())
                            .toList());
        }
    }
}
