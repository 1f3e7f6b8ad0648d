package io.weighbridge.backend.platform.sql;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// A connection for reading that is nobody else's: who uses it waits for no other reader.
final class LoneReader implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private final Link link;

    LoneReader(Link link) {
        this.link = link;
    }

    <T> T read(Function<Handle, T> work) throws SQLException {
        lock.lock();
        try {
            return read(work, true);
        } finally {
            lock.unlock();
        }
    }

    private <T> T read(Function<Handle, T> work, boolean again) throws SQLException {
        try (Handle handle = link.jdbi().open()) {
            return work.apply(handle);
        } catch (JdbiException e) {
            // The server may have been restarted since the last time.
            if (again && link.isLost()) {
                return read(work, false);
            }
            throw e;
        }
    }

    /// Reads on a new connection from now on.
    void reopen() throws SQLException {
        lock.lock();
        try {
            link.drop();
        } finally {
            lock.unlock();
        }
    }

    // Not under the lock: it ends what is being read.
    @Override
    public void close() throws SQLException {
        link.close();
    }
}
