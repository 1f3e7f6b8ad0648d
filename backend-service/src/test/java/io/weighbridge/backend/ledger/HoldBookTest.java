package io.weighbridge.backend.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.usage.Call;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Units;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The book of open holds against maps that say the same in the plainest way.
class HoldBookTest {
    private static final int HOLDS = 6;
    private static final long BUCKET_MS = 250;

    /// What a step does to which hold, and when it ends by itself.
    record Step(int kind, int hold, long timeMs) {}

    private final HoldBook book = new HoldBook();
    private final List<Hold> holds = new ArrayList<>();
    // By last note, oldest first, with the note's sequence.
    private final Map<Hold, Long> notes = new LinkedHashMap<>();
    private final Map<Hold, Long> ends = new LinkedHashMap<>();
    private long sequence = 1;
    private long nowMs;

    HoldBookTest() {
        AccountState account = new AccountState(1, 0, false);
        for (int i = 0; i < HOLDS; i++) {
            Call call =
                    new Call(
                            new RequestId(0x7000L, i),
                            1,
                            1,
                            1,
                            ServiceTier.STANDARD,
                            1,
                            "",
                            "",
                            "",
                            0);
            holds.add(new Hold(account, call, 1, Units.NONE, 0, 0, HoldKeeper.NONE));
        }
    }

    @Property
    void shouldSayWhatPlainMapsSay(
            @ForAll @Size(max = 60) List<@IntRange(max = 1_199) Integer> choices) {
        for (int choice : choices) {
            int kind = choice % 5;
            int hold = choice / 5 % HOLDS;
            // Time goes by in parts of a bucket, and sometimes over many at once.
            long timeMs = choice / (5 * HOLDS) * 100L;
            step(new Step(kind, hold, timeMs));
            assertEquals(notes.isEmpty(), book.isEmpty());
            assertEquals(List.copyOf(notes.keySet()), book.notedBefore(sequence));
            long middle = sequence / 2;
            assertEquals(
                    notes.entrySet().stream()
                            .filter(note -> note.getValue() < middle)
                            .map(Map.Entry::getKey)
                            .toList(),
                    book.notedBefore(middle));
        }
        nowMs += 1_000_000;
        dueNow();
        assertEquals(Map.of(), ends);
    }

    private void step(Step step) {
        Hold hold = holds.get(step.hold);
        switch (step.kind) {
            case 0 -> {
                book.noted(hold, sequence, nowMs + step.timeMs);
                notes.remove(hold);
                notes.put(hold, sequence++);
                ends.put(hold, nowMs + step.timeMs);
            }
            case 1 -> {
                book.endsAt(hold, nowMs + step.timeMs);
                ends.put(hold, nowMs + step.timeMs);
            }
            case 2 -> {
                book.ended(hold);
                notes.remove(hold);
                ends.remove(hold);
            }
            case 3 -> {
                nowMs += step.timeMs;
                dueNow();
            }
            default -> dueNow();
        }
    }

    private void dueNow() {
        long current = Math.floorDiv(nowMs, BUCKET_MS);
        List<Hold> expected =
                ends.entrySet().stream()
                        .filter(end -> Math.floorDiv(end.getValue(), BUCKET_MS) < current)
                        .map(Map.Entry::getKey)
                        .sorted(Comparator.comparingLong(Hold::lo))
                        .toList();
        List<Hold> due = new ArrayList<>(book.due(nowMs));
        due.sort(Comparator.comparingLong(Hold::lo));
        assertEquals(expected, due);
        expected.forEach(ends::remove);
    }
}
