package io.weighbridge.backend.proxies.openai;

import java.util.concurrent.atomic.AtomicLong;

/// How many bytes of requests may be in memory at the same time. Safe for sharing.
final class BodyBudget {
    private final long most;
    private final AtomicLong taken = new AtomicLong();

    BodyBudget(long most) {
        this.most = most;
    }

    /// Takes some, if there are so many left.
    boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= most) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    /// Gives some back.
    void give(long bytes) {
        taken.addAndGet(-bytes);
    }
}
