package io.weighbridge.console.client;

import io.grpc.Context;
import io.grpc.Status;

import java.util.concurrent.Callable;

/// Calls that can be ended from another thread: reading on for somebody who has moved away is of no
/// use, and keeps the service busy.
public final class CallScope {
    private final Context.CancellableContext context = Context.current().withCancellation();

    /// Does work whose calls end when this is cancelled.
    public <T> T call(Callable<T> work) throws Exception {
        if (isCancelled()) {
            throw Status.CANCELLED.asRuntimeException();
        }
        return context.call(work);
    }

    /// Ends what runs, and lets nothing begin. From any thread, any number of times.
    public void cancel() {
        var _ = context.cancel(null);
    }

    /// Whether it was ended.
    public boolean isCancelled() {
        return context.isCancelled();
    }
}
