package io.weighbridge.backend.ledger;

import io.weighbridge.backend.platform.fault.Fault;

import org.jctools.queues.MpscArrayQueue;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;

/// What waits for the ledger's writer, and the writer's sleep. Any thread may put something in;
/// only the writer takes it out.
final class Inbox {
    private static final int CAPACITY = 1 << 17;

    private enum Sleep {
        AWAKE,
        // Holds are waiting to be forced: only a command wakes it early.
        NAP,
        // Nothing is waiting: anything wakes it.
        DEEP
    }

    private final MpscArrayQueue<Object> queue = new MpscArrayQueue<>(CAPACITY);
    // Taken out by `refuse` and still to be noted, before what is in the queue. The writer's own.
    private final Deque<Object> kept = new ArrayDeque<>();
    private volatile Sleep sleep = Sleep.AWAKE;
    private volatile Thread thread = Thread.currentThread();

    /// From now on the calling thread takes.
    void open() {
        thread = Thread.currentThread();
    }

    /// @param urgent whether somebody waits for it
    /// @return false when it is full
    boolean offer(Object task, boolean urgent) {
        if (!queue.offer(task)) {
            return false;
        }
        Sleep now = sleep;
        if (now == Sleep.DEEP || (urgent && now == Sleep.NAP)) {
            LockSupport.unpark(thread);
        }
        return true;
    }

    void wake() {
        LockSupport.unpark(thread);
    }

    /// The next, or null.
    @Nullable Object poll() {
        Object first = kept.poll();
        return first != null ? first : queue.relaxedPoll();
    }

    /// How much waits in the queue.
    int size() {
        return queue.size();
    }

    boolean isEmpty() {
        return kept.isEmpty() && queue.isEmpty();
    }

    /// Fails everything that somebody waits for. Holds and their changes, which were answered,
    /// stay.
    void refuse(Fault fault) {
        for (Object task = queue.poll(); task != null; task = queue.poll()) {
            if (task instanceof Command command) {
                command.failed(fault);
            } else if (task instanceof Barrier barrier) {
                barrier.failed(fault);
            } else {
                kept.add(task);
            }
        }
    }

    /// Returns when something came, or after a while.
    ///
    /// @param nap whether only what is urgent is to wake it
    void sleep(boolean nap, long nanos, boolean closing) {
        sleep = nap ? Sleep.NAP : Sleep.DEEP;
        // Whoever put something in before `sleep` was set did not wake us.
        if (isEmpty() && !closing) {
            LockSupport.parkNanos(this, nanos);
        }
        sleep = Sleep.AWAKE;
    }
}
