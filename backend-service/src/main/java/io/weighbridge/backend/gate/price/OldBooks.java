package io.weighbridge.backend.gate.price;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.pricing.CompiledBook;
import io.weighbridge.model.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;

/// Reads price books that are in memory no more, for calls that ended long ago. However many calls
/// wait for a book, it is read once. Safe for sharing; never waits on the caller's thread.
public final class OldBooks {
    /// The most calls that wait, for all books together.
    static final int WAITING_MAX = 10_000;

    /// The most books that are read at a time: less than the store's readers, so that some are left
    /// for others.
    static final int READERS_MAX = 2;

    /// Waits for a book. Throws nothing: others wait too.
    public interface Waiting {
        /// It was read.
        ///
        /// @param book null when there is none with the id
        void read(@Nullable CompiledBook book);

        /// It could not be.
        void failed(Fault fault);
    }

    private final LongFunction<@Nullable CompiledBook> reader;
    private final Executor background;
    // Who waits for a book, the books that nobody reads yet, and how many readers there are. All
    // guarded by this.
    private final Map<Long, List<Waiting>> asked = new HashMap<>();
    private final Queue<Long> unread = new ArrayDeque<>();
    private int waiting;
    private int readers;

    /// @param reader may wait
    /// @param background runs what waits
    public OldBooks(LongFunction<@Nullable CompiledBook> reader, Executor background) {
        this.reader = reader;
        this.background = background;
    }

    /// Reads a book.
    ///
    /// @param to told once, on another thread
    /// @throws Fault BUSY when too many wait already; nobody is told
    public void read(long bookId, Waiting to) {
        if (needsAReader(bookId, to)) {
            background.execute(this::readAll);
        }
    }

    private synchronized boolean needsAReader(long bookId, Waiting to) {
        if (waiting >= WAITING_MAX) {
            throw Fault.of(
                    ErrorCode.BUSY, "too many calls wait for old price books; try again later");
        }
        waiting++;
        List<Waiting> others = asked.get(bookId);
        if (others != null) {
            others.add(to);
            return false;
        }
        asked.put(bookId, new ArrayList<>(List.of(to)));
        unread.add(bookId);
        if (readers == READERS_MAX) {
            return false;
        }
        readers++;
        return true;
    }

    private void readAll() {
        for (Long bookId = next(); bookId != null; bookId = next()) {
            read(bookId);
        }
    }

    private synchronized @Nullable Long next() {
        Long bookId = unread.poll();
        if (bookId == null) {
            readers--;
        }
        return bookId;
    }

    private void read(long bookId) {
        CompiledBook book;
        try {
            book = reader.apply(bookId);
        } catch (Fault fault) {
            end(bookId).forEach(each -> each.failed(fault));
            return;
        } catch (RuntimeException e) {
            Fault fault = Fault.internal("reading a price book failed", e);
            end(bookId).forEach(each -> each.failed(fault));
            return;
        }
        end(bookId).forEach(each -> each.read(book));
    }

    private synchronized List<Waiting> end(long bookId) {
        List<Waiting> ended = asked.remove(bookId);
        if (ended == null) {
            return List.of();
        }
        waiting -= ended.size();
        return ended;
    }
}
