package io.weighbridge.backend.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

import java.util.stream.LongStream;

final class SeriesDaysTest {
    private static final long DAY_MS = Granularity.DAY.lengthMs();

    private static long kept(SeriesDays days, int of) {
        return LongStream.range(0, of)
                .filter(day -> days.get(day * DAY_MS, SeriesSum.CALLS) != null)
                .count();
    }

    // Anybody who may ask can ask for thousands of years of them.
    @Test
    void shouldForgetDaysWithoutCallsToo() {
        SeriesDays days = new SeriesDays(1_000);
        for (int day = 0; day < 500; day++) {
            days.put(day * DAY_MS, SeriesSum.CALLS, new SeriesDay(new long[0], new long[0]));
        }
        assertEquals(1_000 / 32, kept(days, 500));
        assertNotNull(days.get(499 * DAY_MS, SeriesSum.CALLS));
    }

    @Test
    void shouldForgetFirstWhatWasNotAskedForForLongest() {
        SeriesDays days = new SeriesDays(200);
        SeriesDay one = new SeriesDay(new long[] {11}, new long[SeriesDay.HOURS]);
        for (long day = 0; day < 3; day++) {
            days.put(day * DAY_MS, SeriesSum.CALLS, one);
        }
        assertNotNull(days.get(0, SeriesSum.CALLS));
        days.put(0, SeriesSum.CHARGE, one);
        assertNull(days.get(DAY_MS, SeriesSum.CALLS));
        assertEquals(2, kept(days, 3));
    }
}
