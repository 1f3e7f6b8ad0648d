package io.weighbridge.backend;

import java.util.ArrayDeque;
import java.util.Deque;

/// What was opened so far, to close it in reverse order: each of them, whatever the others throw.
final class Opened implements AutoCloseable {
    private final Deque<AutoCloseable> all = new ArrayDeque<>();

    /// Remembers one.
    ///
    /// @return it
    <T extends AutoCloseable> T add(T resource) {
        all.push(resource);
        return resource;
    }

    /// Remembers some.
    void addAll(AutoCloseable... resources) {
        for (AutoCloseable each : resources) {
            all.push(each);
        }
    }

    /// Closes all, the last first. Closing again does nothing.
    ///
    /// @throws RuntimeException the first that one of them threw, with the others as suppressed
    @Override
    public void close() {
        RuntimeException first = null;
        while (!all.isEmpty()) {
            try {
                all.pop().close();
            } catch (Exception e) {
                if (first != null) {
                    first.addSuppressed(e);
                } else if (e instanceof RuntimeException unchecked) {
                    first = unchecked;
                } else {
                    first = new IllegalStateException("closing failed", e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /// Closes all because of a failure, which keeps what this throws as suppressed.
    void closeAfter(Throwable failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
