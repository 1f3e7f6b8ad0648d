package io.weighbridge.backend.proxies.envoy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;

/// What is short is done at once, what is long elsewhere, and nothing overtakes.
final class TurnsTest {
    private final Queue<Runnable> elsewhere = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final Turns turns = new Turns(elsewhere::add, thrown -> done.add(thrown.getMessage()));

    private void takeShort(String name) {
        turns.take(() -> false, () -> done.add(name));
    }

    private void takeLong(String name) {
        turns.take(() -> true, () -> done.add(name));
    }

    @Test
    void onlyWhatIsLongIsDoneElsewhere() {
        takeShort("a");
        assertEquals(List.of("a"), done);
        takeLong("b");
        takeShort("c");
        takeLong("d");
        assertEquals(List.of("a"), done);
        assertEquals(1, elsewhere.size());
        elsewhere.remove().run();
        assertEquals(List.of("a", "b", "c", "d"), done);
        takeShort("e");
        assertEquals(List.of("a", "b", "c", "d", "e"), done);
        assertEquals(0, elsewhere.size());
    }

    @Test
    void whatATurnAsksForComesAfterIt() {
        turns.take(
                () -> false,
                () -> {
                    turns.take(() -> done.contains("outer"), () -> done.add("inner"));
                    done.add("outer");
                });
        // Whether it is long was asked when its turn had come.
        assertEquals(List.of("outer"), done);
        elsewhere.remove().run();
        assertEquals(List.of("outer", "inner"), done);
    }

    @Test
    void anotherThreadDoesNotOvertake() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch taken = new CountDownLatch(1);
        Thread first =
                Thread.startVirtualThread(
                        () ->
                                turns.take(
                                        () -> false,
                                        () -> {
                                            inside.countDown();
                                            await(taken);
                                            done.add("first");
                                        }));
        inside.await();
        takeShort("second");
        taken.countDown();
        first.join();
        assertEquals(List.of("first", "second"), done);
    }

    @Test
    void oneThatFailsIsToldAndKeepsNobody() {
        turns.take(() -> true, TurnsTest::fail);
        takeShort("a");
        elsewhere.remove().run();
        turns.take(() -> false, TurnsTest::fail);
        takeShort("b");
        assertEquals(List.of("made to fail", "a", "made to fail", "b"), done);
    }

    /// A stop or an end that waits behind it settles the call: nobody comes after it.
    @Test
    void whatWaitsIsDoneAlsoWhereNobodyCouldBeTold() {
        Turns deaf =
                new Turns(
                        elsewhere::add,
                        thrown -> {
                            throw new IllegalStateException(thrown);
                        });
        deaf.take(() -> true, TurnsTest::fail);
        deaf.take(() -> true, () -> done.add("the end"));
        assertThrows(IllegalStateException.class, elsewhere.remove()::run);
        elsewhere.remove().run();
        assertEquals(List.of("the end"), done);
    }

    private static void fail() {
        throw new AssertionError("made to fail");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
