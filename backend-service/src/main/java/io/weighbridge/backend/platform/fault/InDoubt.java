package io.weighbridge.backend.platform.fault;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/// Rows whose write failed: the store may have it all the same, and whoever asks again would be
/// told that there is nothing to do, while memory goes on with the old one. So memory is brought up
/// to the store: at once, and where that fails too before anything else is changed. Guarded by its
/// owner's lock.
public final class InDoubt {
    private final LongConsumer reread;
    private final Set<Long> rows = new LinkedHashSet<>();

    /// @param reread brings memory up to what the store has of a row
    public InDoubt(LongConsumer reread) {
        this.reread = reread;
    }

    /// Writes rows.
    ///
    /// @param ids theirs
    /// @return what the write returns
    public <T> T write(Collection<Long> ids, Supplier<T> write) {
        try {
            return write.get();
        } catch (RuntimeException e) {
            rows.addAll(ids);
            try {
                settle();
            } catch (RuntimeException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    /// Writes one.
    public void write(long id, Runnable write) {
        var _ =
                write(
                        Set.of(id),
                        () -> {
                            write.run();
                            return true;
                        });
    }

    /// Reads again what could not be read when its write had failed.
    ///
    /// @throws Fault STORE_UNAVAILABLE when it still cannot
    public void settle() {
        for (Iterator<Long> each = rows.iterator(); each.hasNext(); ) {
            reread.accept(each.next());
            each.remove();
        }
    }
}
