package io.weighbridge.console.feature.usage.ask;

import io.grpc.Context;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/// Questions to the service of which a few are asked at once, and whose answers are taken in order.
/// They end with the scope that they are asked in.
public final class Together {
    private static final int AT_ONCE = 8;

    private Together() {}

    /// Asks until all were answered, or until somebody has enough.
    ///
    /// @param take gets each answer on this thread; false when no more are wanted
    public static <T> void ask(List<Callable<T>> questions, Predicate<T> take) throws Exception {
        Iterator<Callable<T>> left = questions.iterator();
        Deque<Future<T>> asked = new ArrayDeque<>();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            boolean wanted = true;
            while (wanted && (left.hasNext() || !asked.isEmpty())) {
                while (left.hasNext() && asked.size() < AT_ONCE) {
                    asked.add(threads.submit(Context.current().wrap(left.next())));
                }
                wanted = take.test(answer(asked.remove()));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> T answer(Future<T> asked) throws Exception {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            // What a question throws is a call's failure.
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
