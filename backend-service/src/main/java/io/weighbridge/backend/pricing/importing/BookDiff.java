package io.weighbridge.backend.pricing.importing;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What becomes of each price of the chosen services.
///
/// @param changes largest first, then what goes, then what comes
/// @param unchanged how many stay as they are
record BookDiff(List<Change> changes, int unchanged) {
    BookDiff {
        changes = List.copyOf(changes);
    }

    /// One price.
    ///
    /// @param old null for none
    /// @param fresh null for none
    record Change(
            String service,
            RateKey key,
            ChangeKind kind,
            @Nullable ExactPrice old,
            @Nullable ExactPrice fresh) {
        /// Hundredths of a percent by which it rises; 0 where there is nothing to compare.
        long basisPoints() {
            return old == null || fresh == null ? 0 : fresh.basisPointsAbove(old);
        }

        private long size() {
            return switch (kind) {
                // From or to nothing there is no ratio: those before all others.
                case RAISED, LOWERED ->
                        old != null && old.nanos() == 0 ? Long.MAX_VALUE : Math.abs(basisPoints());
                case REMOVED -> -1;
                case ADDED -> -2;
            };
        }
    }

    static BookDiff of(List<ServicePrices> services) {
        List<Change> changes = new ArrayList<>();
        int unchanged = 0;
        for (ServicePrices service : services) {
            Map<RateKey, ExactPrice> fresh = service.fresh();
            Set<RateKey> keys = new TreeSet<>(service.book().keySet());
            keys.addAll(fresh.keySet());
            for (RateKey key : keys) {
                ServicePrices.BookPrice before = service.book().get(key);
                ExactPrice old = before == null ? null : before.price();
                ExactPrice now = fresh.get(key);
                boolean stepsGo = before != null && before.hasSteps();
                if (old != null && now != null && old.isSameAs(now) && !stepsGo) {
                    unchanged++;
                } else {
                    changes.add(new Change(service.service(), key, kind(old, now), old, now));
                }
            }
        }
        changes.sort(
                Comparator.comparingLong(Change::size)
                        .reversed()
                        .thenComparing(Change::service)
                        .thenComparing(Change::key));
        return new BookDiff(changes, unchanged);
    }

    private static ChangeKind kind(@Nullable ExactPrice old, @Nullable ExactPrice now) {
        if (old == null) {
            return ChangeKind.ADDED;
        }
        if (now == null) {
            return ChangeKind.REMOVED;
        }
        // The same first price without its volume steps counts as lowered: it is told by a flag.
        return now.isAbove(old) ? ChangeKind.RAISED : ChangeKind.LOWERED;
    }

    int count(ChangeKind kind) {
        return (int) changes.stream().filter(change -> change.kind() == kind).count();
    }
}
