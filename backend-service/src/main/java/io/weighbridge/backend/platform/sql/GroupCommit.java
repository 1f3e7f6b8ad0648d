package io.weighbridge.backend.platform.sql;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/// Writes the work of many callers in one transaction: who comes first writes what has come by
/// then, the others wait for it, and the first of those that came meanwhile writes next. Each
/// caller waits, so that there is never more waiting than there are callers. Safe for sharing.
final class GroupCommit {
    // So that a group does not keep other writers off for long.
    private static final int GROUP_MOST = 256;

    /// A group's work, to be done in one transaction.
    interface Group {
        /// Does it all; throwing rolls all of it back.
        void in(Connection connection, Handle handle) throws SQLException;
    }

    private final Consumer<Group> transaction;
    private final ReentrantLock lock = new ReentrantLock();
    // Both guarded by lock.
    private final Deque<Unit<?>> waiting = new ArrayDeque<>();
    private boolean writing;

    /// @param transaction does a group's work and commits it
    GroupCommit(Consumer<Group> transaction) {
        this.transaction = transaction;
    }

    private static final class Unit<T> {
        private final Function<Handle, T> work;
        // Its value: whether to write the next group; else it is in one that ended.
        private final CompletableFuture<Boolean> turn = new CompletableFuture<>();
        private @Nullable T result;
        private @Nullable RuntimeException failure;

        Unit(Function<Handle, T> work) {
            this.work = work;
        }

        void in(Connection connection, Handle handle) throws SQLException {
            Savepoint before = connection.setSavepoint();
            try {
                result = work.apply(handle);
            } catch (RuntimeException e) {
                failure = e;
                connection.rollback(before);
            }
            connection.releaseSavepoint(before);
        }

        // Only when its work was done, whose result it then is.
        @SuppressWarnings("NullAway")
        T answer() {
            if (failure != null) {
                throw failure;
            }
            return result;
        }
    }

    /// Does the work in a transaction with that of others. Durable when it returns.
    <T> T write(Function<Handle, T> work) {
        Unit<T> unit = new Unit<>(work);
        if (isFirst(unit) || unit.turn.join()) {
            writeGroup();
        }
        return unit.answer();
    }

    private boolean isFirst(Unit<?> unit) {
        lock.lock();
        try {
            boolean isFirst = !writing;
            writing = true;
            waiting.add(unit);
            return isFirst;
        } finally {
            lock.unlock();
        }
    }

    // The caller's own unit is the first of it.
    private void writeGroup() {
        List<Unit<?>> group = next();
        try {
            transaction.accept(
                    (connection, handle) -> {
                        for (Unit<?> unit : group) {
                            unit.in(connection, handle);
                        }
                    });
        } catch (RuntimeException e) {
            group.forEach(unit -> unit.failure = e);
        } catch (Error e) {
            group.forEach(unit -> unit.failure = new IllegalStateException(e));
            throw e;
        } finally {
            handOn();
            group.forEach(unit -> unit.turn.complete(false));
        }
    }

    private List<Unit<?>> next() {
        lock.lock();
        try {
            List<Unit<?>> group = new ArrayList<>();
            while (group.size() < GROUP_MOST && !waiting.isEmpty()) {
                group.add(waiting.remove());
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void handOn() {
        lock.lock();
        try {
            Unit<?> next = waiting.peek();
            writing = next != null;
            if (next != null) {
                var _ = next.turn.complete(true);
            }
        } finally {
            lock.unlock();
        }
    }
}
