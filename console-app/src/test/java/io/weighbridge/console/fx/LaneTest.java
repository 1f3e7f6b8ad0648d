package io.weighbridge.console.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/// Work and answers in an order of the test's own.
final class LaneTest {
    private final Queue<Runnable> works = new ArrayDeque<>();
    private final Queue<Runnable> answers = new ArrayDeque<>();
    private final Lane lane = new Background(works::add, answers::add).lane();
    private final List<String> heard = new ArrayList<>();

    private void begin(String result) {
        lane.run(() -> result, heard::add, failure -> heard.add("failed"));
    }

    @Test
    void shouldBeBusyUntilTheAnswerIsHandedOver() {
        assertFalse(lane.isBusy());
        begin("one");
        assertTrue(lane.isBusy());
        works.remove().run();
        assertTrue(lane.isBusy());
        answers.remove().run();
        assertFalse(lane.isBusy());
        assertEquals(List.of("one"), heard);
    }

    @Test
    void shouldWaitForTheNewestOnly() {
        begin("one");
        works.remove().run();
        begin("two");
        answers.remove().run();
        assertTrue(lane.isBusy());
        works.remove().run();
        answers.remove().run();
        assertFalse(lane.isBusy());
        assertEquals(List.of("two"), heard);
    }

    @Test
    void shouldNotBeBusyWithWhatWasForgotten() {
        begin("one");
        lane.cancel();
        assertFalse(lane.isBusy());
    }

    @Test
    void shouldBeginAnewFromAnAnswer() {
        lane.run(() -> "one", _ -> begin("two"), _ -> heard.add("failed"));
        works.remove().run();
        answers.remove().run();
        assertTrue(lane.isBusy());
    }

    @Test
    void shouldAnswerAnErrorToo() {
        lane.run(
                () -> {
                    throw new AssertionError("on purpose");
                },
                _ -> heard.add("done"),
                failure -> heard.add(failure.text()));
        works.remove().run();
        answers.remove().run();
        assertEquals(List.of("on purpose"), heard);
        assertFalse(lane.isBusy());
    }
}
