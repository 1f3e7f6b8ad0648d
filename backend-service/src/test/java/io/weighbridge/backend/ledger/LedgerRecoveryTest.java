package io.weighbridge.backend.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.FactWriter;
import io.weighbridge.backend.ledger.journal.ByteReader;
import io.weighbridge.backend.ledger.journal.ByteWriter;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Units;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

final class LedgerRecoveryTest {
    private static final long NOW_MS = 1_000_000;
    private static final long FOLDED = 100;

    @TempDir Path directory;
    @AutoClose private EmptyStore opened;

    @BeforeEach
    void open() {
        opened = EmptyStore.sqlite(directory);
    }

    private static RequestId id(long number) {
        return new RequestId((NOW_MS << 16) | 0x7000L, number);
    }

    private static Fact opened(long sequence, long number, boolean again) {
        return new Fact.HoldOpened(
                sequence,
                NOW_MS,
                new Call(id(number), 1, 1, 1, ServiceTier.STANDARD, 1, "", "", "", NOW_MS),
                5,
                Units.NONE,
                NOW_MS + 60_000,
                Units.NONE,
                again);
    }

    /// A segment goes when the holds whose last whole note is in it were noted again: one that only
    /// changed since must be among them, and must not hide those behind it.
    @Test
    void shouldKnowWhereEachHoldWasNotedWholeForTheLastTime() {
        ByteWriter bytes = new ByteWriter();
        FactWriter.write(opened(10, 1, false), bytes);
        FactWriter.write(opened(20, 2, false), bytes);
        FactWriter.write(opened(30, 3, false), bytes);
        FactWriter.write(
                new Fact.HoldChanged(60, NOW_MS, id(1), 7, Units.NONE, NOW_MS + 90_000, Units.NONE),
                bytes);
        FactWriter.write(opened(70, 2, true), bytes);
        SqlLedgerStore store = new SqlLedgerStore(opened.database());
        LedgerStore.Snapshot snapshot =
                new LedgerStore.Snapshot(
                        FOLDED,
                        NOW_MS,
                        List.of(new LedgerStore.AccountRow(1, 0, false)),
                        List.of(),
                        List.of(),
                        List.of());
        LedgerState state = new LedgerState(store, 60_000);
        state.load(snapshot);
        LedgerRecovery recovery = new LedgerRecovery(store, state, snapshot, NOW_MS, 0);
        recovery.frame(new ByteReader(ByteBuffer.wrap(bytes.bytes(), 0, bytes.length())));
        recovery.finish();
        assertEquals(List.of(1L, 3L), numbers(state.holds().notedBefore(50)));
        assertEquals(List.of(1L, 3L, 2L), numbers(state.holds().notedBefore(FOLDED)));
        assertEquals(7, state.holds().notedBefore(50).getFirst().heldNanos());
    }

    private static List<Long> numbers(List<Hold> holds) {
        return holds.stream().map(Hold::lo).toList();
    }
}
