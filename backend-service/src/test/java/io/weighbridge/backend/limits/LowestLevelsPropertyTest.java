package io.weighbridge.backend.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// The lowest level since a mark, against a list of all levels: never too high, and exact while
/// there is room.
final class LowestLevelsPropertyTest {
    private static final int MARKS = 150;

    @Property(tries = 1_000)
    void shouldBeExactWhileThereIsRoomAndNeverTooHigh(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        LowestLevels lowest = new LowestLevels();
        List<Long> exact = new ArrayList<>();
        boolean narrow = random.nextBoolean();
        long level = 1_000_000;
        for (int mark = 0; mark < MARKS; mark++) {
            level = next(random, level, narrow);
            fall(exact, mark, level);
            lowest.fellTo(level, mark);
            boolean roomy = exact.stream().distinct().count() < LowestLevels.SIZE && mark < 63;
            int asked = random.nextInt(mark + 1);
            long found = lowest.since(asked);
            long right = exact.get(asked);
            if (roomy) {
                assertEquals(right, found);
            }
            assertTrue(found <= right, "too high");
            if (narrow) {
                assertTrue(found >= right - (right >> 3), "too low by more than an eighth");
            }
            if (roomy && !narrow && random.nextInt(8) == 0) {
                long taken = random.nextLong(right + 1);
                level -= taken;
                lower(exact, asked, taken);
                lowest.lower(asked, taken);
            }
        }
    }

    // In a narrow range an eighth is room enough; in a wide one levels double and more.
    private static long next(SplittableRandom random, long level, boolean narrow) {
        if (narrow) {
            return level + random.nextLong(-level / 1_000 - 1, level / 100 + 2);
        }
        return random.nextInt(3) == 0
                ? level - random.nextLong(level / 2 + 1)
                : Math.min(level + random.nextLong(level / 4 + 2), 1L << 60);
    }

    private static void fall(List<Long> exact, int mark, long level) {
        exact.add(level);
        for (int i = 0; i <= mark; i++) {
            exact.set(i, Math.min(exact.get(i), level));
        }
    }

    private static void lower(List<Long> exact, int from, long taken) {
        for (int i = from; i < exact.size(); i++) {
            exact.set(i, exact.get(i) - taken);
        }
        for (int i = 0; i < from; i++) {
            exact.set(i, Math.min(exact.get(i), exact.get(from)));
        }
    }
}
