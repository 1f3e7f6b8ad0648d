package io.weighbridge.console.feature.usage.sums;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/// Which of many points a chart draws: of each run of neighbours the lowest and the highest, so
/// that no peak is lost.
public final class Thinning {
    private Thinning() {}

    /// The indexes to draw, rising; the first and the last are always among them.
    ///
    /// @param size of points
    /// @param most that may be drawn, 4 or more
    public static int[] of(int size, int most, IntToLongFunction value) {
        if (size <= most) {
            return java.util.stream.IntStream.range(0, size).toArray();
        }
        int runs = (most - 2) / 2;
        int[] chosen = new int[most];
        int count = 0;
        chosen[count++] = 0;
        for (int run = 0; run < runs; run++) {
            int from = (int) ((long) size * run / runs);
            int to = (int) ((long) size * (run + 1) / runs);
            int low = from;
            int high = from;
            for (int i = from; i < to; i++) {
                low = value.applyAsLong(i) < value.applyAsLong(low) ? i : low;
                high = value.applyAsLong(i) > value.applyAsLong(high) ? i : high;
            }
            chosen[count++] = Math.min(low, high);
            chosen[count++] = Math.max(low, high);
        }
        chosen[count++] = size - 1;
        return Arrays.stream(chosen, 0, count).distinct().toArray();
    }
}
