package io.weighbridge.backend.usage;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Days of hours that were read before, so that a year is not read anew for each look at it. Who
/// takes one asks the store what the day comes to: all that is ever counted is counted in its hour
/// and its day at once, and nothing is taken off again, so as long as that is what the hours come
/// to, they are the same.
final class SeriesDays {
    // 32 MiB: seven sums of a year of 50 services have 3 million.
    private static final long NUMBERS_MAX = 4_000_000;

    private final long numbersMax;
    // The one that was asked for last is the last.
    private final SequencedMap<Key, SeriesDay> days = new LinkedHashMap<>();
    private long numbers;

    private record Key(long dayMs, SeriesSum sum) {}

    SeriesDays() {
        this(NUMBERS_MAX);
    }

    SeriesDays(long numbersMax) {
        this.numbersMax = numbersMax;
    }

    synchronized @Nullable SeriesDay get(long dayMs, SeriesSum sum) {
        Key key = new Key(dayMs, sum);
        SeriesDay day = days.get(key);
        if (day != null) {
            days.putLast(key, day);
        }
        return day;
    }

    /// Keeps one, and forgets those that were not asked for for longest.
    synchronized void put(long dayMs, SeriesSum sum, SeriesDay day) {
        SeriesDay before = days.putLast(new Key(dayMs, sum), day);
        numbers += day.size() - (before == null ? 0 : before.size());
        Iterator<SeriesDay> eldest = days.values().iterator();
        while (numbers > numbersMax && eldest.hasNext()) {
            numbers -= eldest.next().size();
            eldest.remove();
        }
    }
}
