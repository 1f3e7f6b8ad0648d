package io.weighbridge.backend.proxies.call;

import org.jspecify.annotations.Nullable;

/// Lets other threads break off a request to the model server, before or after it was sent; this
/// object's monitor guards both.
public final class Cancel {
    private @Nullable Runnable request;
    private boolean cancelled;

    /// What breaks it off.
    public void by(Runnable how) {
        boolean already;
        synchronized (this) {
            request = how;
            already = cancelled;
        }
        if (already) {
            how.run();
        }
    }

    /// Breaks it off.
    public void cancel() {
        Runnable how;
        synchronized (this) {
            cancelled = true;
            how = request;
        }
        if (how != null) {
            how.run();
        }
    }

    public synchronized boolean isCancelled() {
        return cancelled;
    }
}
