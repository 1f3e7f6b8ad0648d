package io.weighbridge.backend.usage;

import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.RefusalReason;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Who is using what right now. Counters are told by the gate and the ledger; [#refresh] turns them
/// into rows, each with the number of the refresh that changed it last, so that every watcher can
/// ask for what is newer than what it has: the newest state of each key, never a backlog. Safe for
/// sharing.
public final class LiveBoard {
    private static final long QUIET_KEEP_MS = 300_000;

    /// A key's row, and when it changed.
    ///
    /// @param version number of the refresh that changed it
    /// @param key the row
    public record Row(long version, LiveKey key) {}

    private final TimeSource time;
    private final Map<Long, LiveCounters> counters = new ConcurrentHashMap<>();
    private final LiveCounters unrecognised = new LiveCounters();
    private final Map<RefusalReason, LongAdder> refusals = new EnumMap<>(RefusalReason.class);
    private final KeyLoads loads;
    // Guarded by this.
    private final Map<Long, Row> rows = new HashMap<>();
    private final Map<Long, Long> quietSinceMs = new HashMap<>();
    private LiveTotals totals = new LiveTotals(0, 0, 0, 0, 0, 0, Map.of());
    private long version;

    public LiveBoard(KeyLoads loads, TimeSource time) {
        this.loads = loads;
        this.time = time;
        for (RefusalReason reason : RefusalReason.values()) {
            refusals.put(reason, new LongAdder());
        }
    }

    private LiveCounters of(long keyId) {
        return counters.computeIfAbsent(keyId, id -> new LiveCounters());
    }

    /// A call was admitted.
    public void admitted(Call call, long atMs) {
        of(call.keyId()).admitted(atMs);
    }

    /// A call was settled.
    public void settled(UsageRecord record) {
        of(record.call().keyId())
                .settled(
                        record.settlement().units().tokens(),
                        record.charge().chargeNanos(),
                        record.settledAtMs());
    }

    /// A call was refused.
    ///
    /// @param keyId 0 when the key was not recognised
    public void refused(long keyId, RefusalReason reason, long atMs) {
        LongAdder total = refusals.get(reason);
        if (total != null) {
            total.increment();
        }
        (keyId == 0 ? unrecognised : of(keyId)).refused(reason, atMs);
    }

    /// Brings the rows up to date, unless that was done less than `leastAgeMs` ago.
    public synchronized void refresh() {
        version++;
        long nowMs = time.wallMs();
        long requests = 0;
        long tokens = 0;
        long spend = 0;
        long open = 0;
        long held = 0;
        LiveKey strangers = unrecognised.read(0, new KeyLoads.KeyLoad(0, "", 0, 0), nowMs);
        long refused = strangers.refusedPerMinute();
        for (Map.Entry<Long, LiveCounters> entry : counters.entrySet()) {
            KeyLoads.KeyLoad load = loads.of(entry.getKey()).orElse(null);
            if (load == null) {
                continue;
            }
            LiveKey key = entry.getValue().read(entry.getKey(), load, nowMs);
            requests += key.requestsPerMinute();
            tokens += key.tokensPerMinute();
            spend += key.spendPerMinuteNanos();
            refused += key.refusedPerMinute();
            open += key.openCalls();
            held += key.heldNanos();
            update(key, nowMs);
        }
        Map<RefusalReason, Long> counts = new EnumMap<>(RefusalReason.class);
        refusals.forEach((reason, count) -> counts.put(reason, count.sum()));
        totals = new LiveTotals(requests, tokens, spend, refused, open, held, counts);
    }

    private void update(LiveKey key, long nowMs) {
        Row old = rows.get(key.keyId());
        if (old == null || !old.key.equals(key)) {
            rows.put(key.keyId(), new Row(version, key));
        }
        if (!key.isQuiet()) {
            quietSinceMs.remove(key.keyId());
        } else if (nowMs - quietSinceMs.computeIfAbsent(key.keyId(), id -> nowMs)
                >= QUIET_KEEP_MS) {
            // Every watcher has seen it at rest by now.
            quietSinceMs.remove(key.keyId());
            rows.remove(key.keyId());
            counters.remove(key.keyId());
        }
    }

    /// The rows that changed after a refresh.
    ///
    /// @param after 0 for all rows
    /// @param accountId 0 for all accounts
    public synchronized List<LiveKey> changedSince(long after, long accountId) {
        Collection<Row> all = rows.values();
        List<LiveKey> changed = new ArrayList<>();
        for (Row row : all) {
            if (row.version > after && (accountId == 0 || row.key.accountId() == accountId)) {
                changed.add(row.key);
            }
        }
        return changed;
    }

    /// Number of the last refresh.
    public synchronized long version() {
        return version;
    }

    /// All keys together, as of the last refresh.
    public synchronized LiveTotals totals() {
        return totals;
    }
}
