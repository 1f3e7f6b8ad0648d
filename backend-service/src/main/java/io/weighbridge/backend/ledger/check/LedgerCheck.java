package io.weighbridge.backend.ledger.check;

import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.journal.JournalDamagedException;
import io.weighbridge.backend.ledger.journal.JournalTrimmedException;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.PostgresAddress;
import io.weighbridge.backend.platform.sql.StoreAddress;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Proves the ledger's invariants on the store of a running service or on a copy of one: adds up
/// all transfers again and compares them with every balance, grant, statement entry, usage record,
/// refund and rollup, then does the same with what only the journal has. Shares no sum with the
/// service. Reads one snapshot of SQL, row by row, and changes nothing; memory grows with accounts
/// and grants, not with calls.
public final class LedgerCheck {
    // A running service may trim the journal, or be in the middle of a write, while it is read.
    private static final int TRIES = 8;
    private static final long PAUSE_MS = 100;

    private LedgerCheck() {}

    /// Checks the ledger in a data directory.
    ///
    /// @throws Fault STORE_UNAVAILABLE when there is none, or it cannot be read
    public static LedgerReport of(Path dataDirectory) {
        return of(new StoreAddress.Embedded(dataDirectory));
    }

    /// Checks the ledger of a store.
    ///
    /// @throws Fault STORE_UNAVAILABLE when there is none, or it cannot be read
    public static LedgerReport of(StoreAddress address) {
        return switch (address) {
            case StoreAddress.Embedded embedded -> ofFiles(embedded);
            case PostgresAddress postgres -> {
                try (SqlLedgerScan scan = SqlLedgerScan.open(postgres)) {
                    yield ofDatabase(scan);
                }
            }
        };
    }

    /// Checks a ledger whose journal is in the same database.
    static LedgerReport ofDatabase(SqlLedgerScan scan) {
        JournalTail tail = new JournalTail(scan.foldedSequence());
        String damage = read(tail, () -> scan.journal(tail::frame));
        if (!damage.isEmpty()) {
            tail.problems().add(damage);
        }
        return check(scan, tail);
    }

    private static LedgerReport ofFiles(StoreAddress.Embedded address) {
        Path journal = address.directory().resolve(Ledger.JOURNAL);
        try {
            for (int left = TRIES - 1; ; left--) {
                try (SqlLedgerScan scan = SqlLedgerScan.open(address)) {
                    JournalTail tail = new JournalTail(scan.foldedSequence());
                    String damage = read(tail, () -> tail.read(journal));
                    if (damage.isEmpty()) {
                        return check(scan, tail);
                    }
                    if (left == 0) {
                        tail.problems().add(damage);
                        return check(scan, tail);
                    }
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Fault.storeUnavailable("interrupted while reading the ledger", e);
        }
    }

    @FunctionalInterface
    private interface Frames {
        void read() throws IOException;
    }

    /// @return what is wrong with the journal, empty when nothing is
    private static String read(JournalTail tail, Frames frames) {
        try {
            frames.read();
            return tail.gap();
        } catch (JournalTrimmedException | JournalDamagedException e) {
            return "journal: " + e.getMessage();
        } catch (IllegalStateException | IllegalArgumentException | BufferUnderflowException e) {
            return "journal: a fact cannot be read: " + e.getMessage();
        } catch (IOException e) {
            throw Fault.storeUnavailable("the journal cannot be read: " + e.getMessage(), e);
        }
    }

    private static LedgerReport check(SqlLedgerScan scan, JournalTail tail) {
        LedgerProblems problems = new LedgerProblems();
        tail.problems().forEach(problems::add);
        LedgerSums sums = new LedgerSums(problems, scan.foldedSequence());
        scan.accounts(sums::addAccount);
        scan.balances(sums::balance);
        scan.grants(sums::grant);
        scan.transfers(sums::transfer);
        scan.entries(sums::entry);
        scan.quarantines(sums::quarantine);
        sums.checkBalances();
        UsageSums usage = new UsageSums(problems, sums, scan.foldedSequence());
        scan.records(usage::record);
        scan.gone(usage::gone);
        scan.ratings(usage::rating);
        scan.refunds(usage::refund);
        scan.rollups(usage::rollup);
        usage.checkRollups();
        SqlTagCheck.run(scan, usage);
        usage.checkRequests(scan.chargedRequests());
        for (Fact.Entry fact : tail.entries()) {
            sums.apply(fact);
        }
        tail.checkEnds(scan, problems);
        tail.openHolds(scan).forEach((id, hold) -> sums.hold(hold.accountId(), hold.heldNanos()));
        sums.checkEnd();
        return new LedgerReport(
                sums.accountCount(),
                sums.transferCount(),
                tail.openHolds(scan).size(),
                scan.foldedSequence(),
                tail.factCount(),
                problems.list());
    }
}
