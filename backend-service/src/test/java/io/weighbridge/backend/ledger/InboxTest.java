package io.weighbridge.backend.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.fault.Fault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/// What callers hand to the writer: all of it arrives, once, in each caller's order, and the writer
/// is awake for it.
final class InboxTest {
    private static final int CALLERS = 4;
    private static final int TASKS = 5_000;
    // A wake-up that is lost costs all of it.
    private static final long SLEEP_NANOS = TimeUnit.SECONDS.toNanos(20);

    private record Task(int caller, int number) {}

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldHandOverEverythingOnceAndInOrder(boolean nap) throws InterruptedException {
        Inbox inbox = new Inbox();
        inbox.open();
        AtomicIntegerArray next = new AtomicIntegerArray(CALLERS);
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            int caller = i;
            callers.add(Thread.ofPlatform().start(() -> offerAll(inbox, caller, nap, next)));
        }
        try {
            int taken = 0;
            while (taken < CALLERS * TASKS) {
                if (inbox.poll() instanceof Task task) {
                    int expected = next.getAndIncrement(task.caller());
                    assertEquals(expected, task.number(), "lost, doubled or out of order");
                    taken++;
                } else {
                    long began = System.nanoTime();
                    inbox.sleep(nap, SLEEP_NANOS, false);
                    boolean woken = System.nanoTime() - began < SLEEP_NANOS;
                    assertTrue(woken, "it slept while something waited");
                }
            }
            assertTrue(inbox.isEmpty());
            assertNull(inbox.poll());
        } finally {
            callers.forEach(Thread::interrupt);
            for (Thread caller : callers) {
                caller.join();
            }
        }
    }

    // Now and then everybody waits until all was taken, so that the writer goes to sleep.
    private static void offerAll(
            Inbox inbox, int caller, boolean urgent, AtomicIntegerArray taken) {
        for (int i = 0; i < TASKS; i++) {
            assertTrue(inbox.offer(new Task(caller, i), urgent));
            if (i % 8 == 7) {
                while (taken.get(caller) <= i && !Thread.currentThread().isInterrupted()) {
                    LockSupport.parkNanos(10_000);
                }
            }
        }
    }

    @Test
    void shouldRefuseCommandsAndKeepWhatWasAnswered() {
        Inbox inbox = new Inbox();
        List<Fault> failed = new ArrayList<>();
        Task first = new Task(0, 0);
        Task second = new Task(0, 1);
        Task later = new Task(0, 2);
        assertTrue(inbox.offer(first, false));
        assertTrue(inbox.offer(new Refusable(failed), true));
        assertTrue(inbox.offer(new RefusableBarrier(failed), true));
        assertTrue(inbox.offer(second, false));
        Fault fault = Fault.storeUnavailable("gone", null);
        inbox.refuse(fault);
        assertEquals(List.of(fault, fault), failed);
        assertFalse(inbox.isEmpty());
        assertTrue(inbox.offer(later, false));
        assertSame(first, inbox.poll());
        assertSame(second, inbox.poll());
        assertSame(later, inbox.poll());
        assertTrue(inbox.isEmpty());
    }

    @Test
    void shouldSayThatItIsFull() {
        Inbox inbox = new Inbox();
        int room = 0;
        while (inbox.offer(new Task(0, room), false)) {
            room++;
        }
        assertEquals(1 << 17, room);
        assertEquals(room, inbox.size());
    }

    private record Refusable(List<Fault> failed) implements Command {
        @Override
        public void decide(Posting posting) {
            throw new IllegalStateException("it was refused");
        }

        @Override
        public void committed() {
            throw new IllegalStateException("it was refused");
        }

        @Override
        public void failed(Fault fault) {
            failed.add(fault);
        }
    }

    private record RefusableBarrier(List<Fault> failed) implements Barrier {
        @Override
        public void passed() {
            throw new IllegalStateException("it was refused");
        }

        @Override
        public void failed(RuntimeException cause) {
            failed.add((Fault) cause);
        }
    }
}
