package io.weighbridge.backend.gate.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RequestId;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// One delivery of an event at a time, in their order; others do not wait for it.
final class EventTurnsTest {
    private final List<Runnable> background = new ArrayList<>();
    private final EventTurns turns = new EventTurns(background::add);
    private final List<String> ran = new ArrayList<>();

    @Test
    void aDeliveryWaitsForTheOnesBeforeIt() {
        RequestId id = RequestId.next(1);
        RequestId other = RequestId.next(1);
        turns.take(id, () -> ran.add("first"));
        turns.take(id, () -> ran.add("second"));
        turns.take(id, () -> ran.add("third"));
        turns.take(other, () -> ran.add("other"));
        assertEquals(List.of("first", "other"), ran);
        turns.end(id);
        assertEquals(1, background.size());
        background.removeFirst().run();
        assertEquals(List.of("first", "other", "second"), ran);
        turns.end(id);
        background.removeFirst().run();
        turns.end(id);
        assertEquals(0, background.size());
        turns.take(id, () -> ran.add("again"));
        assertEquals(List.of("first", "other", "second", "third", "again"), ran);
    }

    @Test
    void notAnyNumberWaits() {
        RequestId id = RequestId.next(1);
        for (int i = 0; i <= 1_000; i++) {
            turns.take(id, () -> ran.add("one"));
        }
        assertEquals(1, ran.size());
        Fault fault = assertThrows(Fault.class, () -> turns.take(id, () -> {}));
        assertEquals(ErrorCode.BUSY, fault.code());
    }
}
