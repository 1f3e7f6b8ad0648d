package io.weighbridge.backend.usage.live;

import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.model.RefusalReason;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/// Who is using what right now. Counters are told by the gate and the ledger, which never wait here
/// for a reader; a refresh turns them into rows, each with the number of the refresh that changed
/// it last, so that every watcher can ask for what is newer than what it has: the newest state of
/// each key, never a backlog. Keys at rest are forgotten after a while. Safe for sharing.
public final class LiveBoard {
    private static final long QUIET_KEEP_NANOS = TimeUnit.MINUTES.toNanos(5);
    // While many keys are busy a refresh takes long, and is made the less often: not more than a
    // twentieth of a processor's time goes into it.
    private static final int REFRESH_SHARE = 20;
    private static final long REFRESH_PAUSE_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

    private record Row(long version, LiveKey key) {}

    /// What a watcher lacks.
    ///
    /// @param version number of the refresh that it is as of: ask for what is after it next
    /// @param whole whether `keys` is all there is, and keys that it lacks are at rest
    /// @param atMs instant of the refresh
    /// @param keys those that changed, in no order
    /// @param totals all keys together, of the same refresh
    public record Changes(
            long version, boolean whole, long atMs, List<LiveKey> keys, LiveTotals totals) {
        public Changes {
            keys = List.copyOf(keys);
        }
    }

    private final TimeSource time;
    private final KeyLoads loads;
    private final IntSupplier unrated;
    private final Map<Long, LiveCounters> counters = new ConcurrentHashMap<>();
    private final LiveCounters unrecognised = new LiveCounters();
    private final LongAdder admissions = new LongAdder();
    private final LongAdder settlements = new LongAdder();
    private final Map<RefusalReason, LongAdder> refusals = new EnumMap<>(RefusalReason.class);
    // Guarded by this.
    private final Map<Long, Row> rows = new HashMap<>();
    private final Map<Long, Long> quietSinceNanos = new HashMap<>();
    private LiveTotals totals = new LiveTotals(0, 0, 0, 0, 0, 0, Map.of(), 0);
    private long version;
    private long forgottenVersion;
    private long refreshedAtNanos;
    private long refreshedAtMs;
    private long refreshNanos;

    /// @param unrated how many unrated records wait
    public LiveBoard(KeyLoads loads, IntSupplier unrated, TimeSource time) {
        this.loads = loads;
        this.unrated = unrated;
        this.time = time;
        for (RefusalReason reason : RefusalReason.values()) {
            refusals.put(reason, new LongAdder());
        }
    }

    // A key that is being forgotten right now starts anew.
    private void count(long keyId, Predicate<LiveCounters> counting) {
        while (true) {
            LiveCounters present = counters.computeIfAbsent(keyId, id -> new LiveCounters());
            if (counting.test(present)) {
                return;
            }
            counters.remove(keyId, present);
        }
    }

    /// Shows a key even if nothing happened to it yet: it has calls open since before the start.
    public void show(long keyId) {
        var _ = counters.computeIfAbsent(keyId, id -> new LiveCounters());
    }

    /// A call was admitted.
    public void admitted(Call call) {
        admissions.increment();
        long nowNanos = time.nanos();
        count(call.keyId(), key -> key.admitted(call.tags(), nowNanos));
    }

    /// Admitted calls since the start.
    public long admittedCount() {
        return admissions.sum();
    }

    /// Settled calls since the start, those without a price included.
    public long settledCount() {
        return settlements.sum();
    }

    /// Refused calls since the start.
    public long refusedCount(RefusalReason reason) {
        LongAdder count = refusals.get(reason);
        return count == null ? 0 : count.sum();
    }

    /// A call was settled, be it without a price.
    public void settled(UsageRecord record) {
        settlements.increment();
        charged(
                record.call().keyId(),
                record.settlement().units().tokens(),
                record.charge().chargeNanos());
    }

    /// Unrated usage was rated.
    ///
    /// @param toldTokens of units that were told only now
    public void rated(long keyId, long toldTokens, long chargeNanos) {
        charged(keyId, toldTokens, chargeNanos);
    }

    // Usage that is told afterwards may have no key.
    private void charged(long keyId, long tokens, long chargeNanos) {
        if (keyId == 0) {
            return;
        }
        long nowNanos = time.nanos();
        count(keyId, key -> key.charged(tokens, chargeNanos, nowNanos));
    }

    /// A call was refused.
    ///
    /// @param keyId 0 when the key was not recognised
    public void refused(long keyId, RefusalReason reason, long atMs) {
        LongAdder total = refusals.get(reason);
        if (total != null) {
            total.increment();
        }
        long nowNanos = time.nanos();
        if (keyId == 0) {
            unrecognised.refused(reason, atMs, nowNanos);
        } else {
            count(keyId, key -> key.refused(reason, atMs, nowNanos));
        }
    }

    /// The rows that changed after a refresh, with the totals that belong to them.
    ///
    /// @param after version of what the watcher has; 0 for nothing yet
    /// @param accountId 0 for all accounts
    /// @param ageMaxMs how old the rows may be, longer if they are so many that bringing them up to
    ///     date takes long; older ones are brought up to date first
    public synchronized Changes changesSince(long after, long accountId, long ageMaxMs) {
        refresh(ageMaxMs);
        // What was forgotten since, the watcher would never hear of: it starts anew.
        boolean whole = after == 0 || after < forgottenVersion;
        List<LiveKey> changed = new ArrayList<>();
        for (Row row : rows.values()) {
            if ((whole || row.version > after)
                    && (accountId == 0 || row.key.load().accountId() == accountId)) {
                changed.add(row.key);
            }
        }
        return new Changes(version, whole, refreshedAtMs, changed, totals);
    }

    /// Brings the rows up to date, unless they are younger than this; forgets keys long at rest.
    public synchronized void refresh(long ageMaxMs) {
        long nowNanos = time.nanos();
        long ageMaxNanos =
                ageMaxMs == 0
                        ? 0
                        : Math.max(
                                TimeUnit.MILLISECONDS.toNanos(ageMaxMs),
                                Math.min(REFRESH_SHARE * refreshNanos, REFRESH_PAUSE_NANOS_MAX));
        if (version > 0 && nowNanos - refreshedAtNanos < ageMaxNanos) {
            return;
        }
        readAll(nowNanos);
        refreshNanos = time.nanos() - nowNanos;
    }

    private void readAll(long nowNanos) {
        version++;
        refreshedAtNanos = nowNanos;
        refreshedAtMs = time.wallMs(nowNanos);
        long requests = 0;
        long tokens = 0;
        long spend = 0;
        long open = 0;
        long held = 0;
        LiveKey strangers = unrecognised.read(0, KeyLoads.KeyLoad.idle(0, "", 0, 0), nowNanos);
        long refused = strangers.refusedPerMinute();
        for (Map.Entry<Long, LiveCounters> entry : counters.entrySet()) {
            KeyLoads.KeyLoad load = loads.of(entry.getKey()).orElse(null);
            if (load == null) {
                continue;
            }
            LiveKey key = entry.getValue().read(entry.getKey(), load, nowNanos);
            requests += key.requestsPerMinute();
            tokens += key.tokensPerMinute();
            spend += key.spendPerMinuteNanos();
            refused += key.refusedPerMinute();
            open += key.load().openCalls();
            held += key.load().heldNanos();
            update(key, entry.getValue(), nowNanos);
        }
        Map<RefusalReason, Long> counts = new EnumMap<>(RefusalReason.class);
        refusals.forEach((reason, count) -> counts.put(reason, count.sum()));
        totals =
                new LiveTotals(
                        requests, tokens, spend, refused, open, held, counts, unrated.getAsInt());
    }

    private void update(LiveKey key, LiveCounters counted, long nowNanos) {
        Row old = rows.get(key.keyId());
        if (old == null || !key.looksLike(old.key)) {
            rows.put(key.keyId(), new Row(version, key));
        }
        if (!key.isQuiet()) {
            quietSinceNanos.remove(key.keyId());
            return;
        }
        long sinceNanos = quietSinceNanos.computeIfAbsent(key.keyId(), id -> nowNanos);
        if (nowNanos - sinceNanos >= QUIET_KEEP_NANOS && counted.drop(nowNanos)) {
            counters.remove(key.keyId(), counted);
            quietSinceNanos.remove(key.keyId());
            Row last = rows.remove(key.keyId());
            if (last != null) {
                forgottenVersion = Math.max(forgottenVersion, last.version);
            }
        }
    }

    /// How many keys it remembers.
    public int size() {
        return counters.size();
    }
}
