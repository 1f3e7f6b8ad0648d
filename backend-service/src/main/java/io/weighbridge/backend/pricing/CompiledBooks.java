package io.weighbridge.backend.pricing;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Compiled price books: those that calls need are at hand, so that a call never waits for the
/// store; of the others the few that were asked for last. Safe for sharing.
final class CompiledBooks {
    private static final int OTHERS_MAX = 4;

    private final PriceStore store;
    private final Map<Long, CompiledBook> needed = new ConcurrentHashMap<>();
    // In the order of their last use. Guarded by itself.
    private final Map<Long, CompiledBook> others = new LinkedHashMap<>();

    CompiledBooks(PriceStore store) {
        this.store = store;
    }

    /// A book, or null when the store would have to be read for it.
    @Nullable CompiledBook atHand(long id) {
        CompiledBook book = needed.get(id);
        if (book != null) {
            return book;
        }
        synchronized (others) {
            CompiledBook other = others.remove(id);
            if (other != null) {
                others.put(id, other);
            }
            return other;
        }
    }

    /// A published book, or null when there is none with this id.
    @Nullable CompiledBook get(long id) {
        CompiledBook book = atHand(id);
        if (book != null) {
            return book;
        }
        PriceBook stored = store.find(id).orElse(null);
        if (stored == null || stored.isDraft()) {
            return null;
        }
        book = new CompiledBook(stored);
        keep(book);
        return book;
    }

    private void keep(CompiledBook other) {
        synchronized (others) {
            others.put(other.id(), other);
            if (others.size() > OTHERS_MAX) {
                others.remove(others.keySet().iterator().next());
            }
        }
    }

    /// Has a book at hand from now on.
    void need(CompiledBook book) {
        needed.put(book.id(), book);
    }

    /// Reads those of these that are not at hand.
    void need(Set<Long> ids) {
        for (long id : ids) {
            CompiledBook book = get(id);
            if (book != null) {
                need(book);
            }
        }
    }

    /// Lets go of all that are not among these: they are as the others from now on.
    void needOnly(Set<Long> ids) {
        for (CompiledBook book : needed.values()) {
            if (!ids.contains(book.id())) {
                keep(book);
            }
        }
        needed.keySet().retainAll(ids);
    }
}
