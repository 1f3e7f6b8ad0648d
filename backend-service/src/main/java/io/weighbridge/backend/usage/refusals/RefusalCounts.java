package io.weighbridge.backend.usage.refusals;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.usage.Granularity;
import io.weighbridge.model.RefusalReason;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts refused calls by hour, account, service and reason until they are written. Safe for
/// sharing; counting waits for no write.
///
/// What is not written yet is lost in a crash. When a write fails its counts are kept and written
/// with the next; when the store took them but could not say so, they are counted twice. Refusals
/// are an observation, not money: too many is better than none.
final class RefusalCounts {
    /// So many are told apart between two writes. Of what is more, only hour and reason are.
    static final int CELLS_MAX = 50_000;

    private final RefusalStore store;
    private final Map<RefusalCell, Long> counts = new ConcurrentHashMap<>();

    RefusalCounts(RefusalStore store) {
        this.store = store;
    }

    /// A call was refused. Quick: called where calls are decided.
    ///
    /// @param accountId 0 when the key was not recognised
    /// @param serviceId 0 when there is none of that name
    void refused(long accountId, long serviceId, RefusalReason reason, long atMs) {
        add(new RefusalCell(Granularity.HOUR.bucketMs(atMs), accountId, serviceId, reason), 1);
    }

    private void add(RefusalCell cell, long times) {
        // Calls at the same instant may all find room for their last one: a few too many.
        boolean fits = counts.size() < CELLS_MAX || counts.containsKey(cell);
        counts.merge(
                fits ? cell : new RefusalCell(cell.hourMs(), 0, 0, cell.reason()),
                times,
                Math::addExact);
    }

    /// Writes what was counted.
    ///
    /// @throws Fault STORE_UNAVAILABLE; nothing is lost
    synchronized void write() {
        Map<RefusalCell, Long> taken = new HashMap<>();
        for (RefusalCell cell : List.copyOf(counts.keySet())) {
            Long times = counts.remove(cell);
            if (times != null) {
                taken.put(cell, times);
            }
        }
        if (taken.isEmpty()) {
            return;
        }
        try {
            store.add(taken);
        } catch (RuntimeException e) {
            taken.forEach(this::add);
            throw e;
        }
    }

    /// How many it tells apart now.
    int size() {
        return counts.size();
    }
}
