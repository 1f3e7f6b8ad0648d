package io.weighbridge.backend.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.fact.RequestState;
import io.weighbridge.backend.ledger.journal.Journal;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Units;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// What the writer may only do once the journal is on the disk.
final class JournalOrderTest {
    private static final long SEGMENT_TWO = 2;

    /// Two segments: the first fact is alone in the old one.
    private static final class TwoSegments implements Journal {
        private final CompletableFuture<Long> forcedAtTrim = new CompletableFuture<>();
        private long appended;
        private long forced;

        @Override
        public long nextSequence() {
            return appended + 1;
        }

        @Override
        public void check() {}

        @Override
        public void append(long firstSequence, int facts, byte[] payload, int length) {
            appended = firstSequence + facts - 1;
        }

        @Override
        public void force() {
            forced = appended;
        }

        @Override
        public void recover() {
            throw new IllegalStateException("nothing failed");
        }

        @Override
        public void trim(long firstNeeded) {
            forcedAtTrim.complete(forced);
        }

        @Override
        public Oldest oldest() {
            return new Oldest(1, forcedAtTrim.isDone() ? 1 : SEGMENT_TWO);
        }

        @Override
        public void close() {}
    }

    // Each look at the clock finds a tenth of a second gone, as on a machine with too much to do.
    private static TimeSource slowMachine() {
        AtomicLong nanos = new AtomicLong();
        return new TimeSource() {
            @Override
            public long nanos() {
                return nanos.addAndGet(100_000_000);
            }

            @Override
            public long wallMs(long at) {
                return at / 1_000_000;
            }
        };
    }

    private static LedgerWriter writer(Database database, LedgerState state, Journal journal) {
        return new LedgerWriter(
                state,
                journal,
                new Fold(new SqlLedgerStore(database), state, 10),
                slowMachine(),
                1,
                0,
                (posting, hold) -> {},
                facts -> {},
                new LedgerMeters());
    }

    @Test
    void shouldNotLetTheOldSegmentGoBeforeItsHoldsAreDurableElsewhere(@TempDir Path directory)
            throws Exception {
        try (Database database = Database.open(directory)) {
            LedgerState state = new LedgerState(new SqlLedgerStore(database), 1_000);
            TwoSegments journal = new TwoSegments();
            LedgerWriter writer = writer(database, state, journal);
            AccountState account = new AccountState(1_000, 0, false);
            state.add(account);
            Call call =
                    new Call(
                            RequestId.next(0),
                            account.id(),
                            2_000,
                            3_000,
                            ServiceTier.STANDARD,
                            0,
                            "",
                            "",
                            "",
                            0);
            assertTrue(
                    writer.offer(
                            new Hold(
                                    account,
                                    call,
                                    5,
                                    Units.tokens(1, 1),
                                    1L << 40,
                                    1L << 40,
                                    HoldKeeper.NONE)));
            Thread thread = Thread.ofPlatform().start(writer);
            try {
                // The first fact is the hold, the second its note for the new segment.
                assertEquals(2, journal.forcedAtTrim.get(10, TimeUnit.SECONDS));
            } finally {
                writer.close();
                thread.join();
            }
        }
    }

    @Test
    void shouldAnswerACommandOnlyAfterItsFactsWereForced(@TempDir Path directory) throws Exception {
        try (Database database = Database.open(directory)) {
            LedgerState state = new LedgerState(new SqlLedgerStore(database), 1_000);
            TwoSegments journal = new TwoSegments();
            LedgerWriter writer = writer(database, state, journal);
            CompletableFuture<Long> forcedAtAnswer = new CompletableFuture<>();
            Command command =
                    new Command() {
                        @Override
                        public void decide(Posting posting) {
                            posting.drop(RequestId.next(0), RequestState.RELEASED, "");
                        }

                        @Override
                        public void committed() {
                            forcedAtAnswer.complete(journal.forced);
                        }

                        @Override
                        public void failed(Fault fault) {
                            forcedAtAnswer.completeExceptionally(fault);
                        }
                    };
            assertTrue(writer.offer(command));
            Thread thread = Thread.ofPlatform().start(writer);
            try {
                assertEquals(1, forcedAtAnswer.get(10, TimeUnit.SECONDS));
            } finally {
                writer.close();
                thread.join();
            }
        }
    }
}
