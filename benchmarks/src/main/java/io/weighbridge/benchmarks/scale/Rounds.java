package io.weighbridge.benchmarks.scale;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;

/// Times the same question again and again.
final class Rounds {
    private static final double NANOS_PER_MS = 1e6;

    private Rounds() {}

    /// @param asked says how many values it got: always as many
    static void time(String what, int rounds, Callable<Long> asked) throws Exception {
        double[] ms = new double[rounds];
        long beginFirst = System.nanoTime();
        long values = asked.call();
        double first = (System.nanoTime() - beginFirst) / NANOS_PER_MS;
        for (int i = 0; i < rounds; i++) {
            long begin = System.nanoTime();
            long got = asked.call();
            ms[i] = (System.nanoTime() - begin) / NANOS_PER_MS;
            if (got != values) {
                throw new IllegalStateException(got + " values (expected: " + values + ")");
            }
        }
        Arrays.sort(ms);
        System.out.printf(
                Locale.ROOT,
                "%-28s %,9d values: first %.1f ms; of %d more median %.1f, 99 of 100 within %.1f,"
                        + " longest %.1f, least %.1f%n",
                what,
                values,
                first,
                rounds,
                ms[rounds / 2],
                ms[(int) Math.ceil(rounds * 0.99) - 1],
                ms[rounds - 1],
                ms[0]);
    }
}
