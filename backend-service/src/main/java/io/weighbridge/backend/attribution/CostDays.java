package io.weighbridge.backend.attribution;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Days that were reckoned before, so that a year is not reckoned anew for each look at it. One is
/// right as long as nothing that it is reckoned from was changed: who takes one says what holds
/// now.
final class CostDays {
    // 32 MiB: a year of 50 services and 8 GPUs, by either.
    private static final long NUMBERS_MAX = 4_000_000;

    private final long numbersMax;
    // The one that was asked for last is the last.
    private final SequencedMap<Key, Kept> days = new LinkedHashMap<>();
    private long numbers;

    private record Key(long dayMs, CostBy by) {}

    private record Kept(Stamp stamp, CostDay day) {}

    /// How often everything was changed that a day is reckoned from. Each count only ever grows.
    ///
    /// @param assignments what runs on GPUs
    /// @param links what services run
    /// @param gpus prices and figures of GPUs
    /// @param measured what GPUs did that day
    /// @param used what was used that day
    record Stamp(long assignments, long links, long gpus, long measured, long used) {}

    CostDays() {
        this(NUMBERS_MAX);
    }

    CostDays(long numbersMax) {
        this.numbersMax = numbersMax;
    }

    /// The day as it is while this holds; null when it is not kept.
    synchronized @Nullable CostDay get(long dayMs, CostBy by, Stamp stamp) {
        Key key = new Key(dayMs, by);
        Kept kept = days.get(key);
        if (kept == null || !kept.stamp.equals(stamp)) {
            return null;
        }
        days.putLast(key, kept);
        return kept.day;
    }

    /// Keeps one, and forgets those that were not asked for for longest.
    ///
    /// @param stamp read before anything that the day was reckoned from
    synchronized void put(long dayMs, CostBy by, Stamp stamp, CostDay day) {
        Kept before = days.putLast(new Key(dayMs, by), new Kept(stamp, day));
        numbers += day.size() - (before == null ? 0 : before.day.size());
        Iterator<Kept> eldest = days.values().iterator();
        while (numbers > numbersMax && eldest.hasNext()) {
            numbers -= eldest.next().day.size();
            eldest.remove();
        }
    }
}
