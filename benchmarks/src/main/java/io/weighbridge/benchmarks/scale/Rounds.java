package io.weighbridge.benchmarks.scale;

import com.sun.management.OperatingSystemMXBean;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;

/// How long the same question took, again and again: by the clock, and in processor time of the
/// whole process, which is what counts on a machine that others use.
final class Rounds {
    private static final double NANOS_PER_MS = 1e6;
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final double[] ms;
    private final double[] processorMs;
    private int done;
    private long values = -1;

    Rounds(int rounds) {
        ms = new double[rounds];
        processorMs = new double[rounds];
    }

    /// Asks once more.
    ///
    /// @param asked says how many values it got: always as many
    void time(Callable<Long> asked) throws Exception {
        long processorNanos = SYSTEM.getProcessCpuTime();
        long begin = System.nanoTime();
        long got = asked.call();
        ms[done] = (System.nanoTime() - begin) / NANOS_PER_MS;
        processorMs[done++] = (SYSTEM.getProcessCpuTime() - processorNanos) / NANOS_PER_MS;
        if (values >= 0 && got != values) {
            throw new IllegalStateException(got + " values (expected: " + values + ")");
        }
        values = got;
    }

    /// Asks so often, after a question that does not count.
    static void time(String what, int rounds, Callable<Long> asked) throws Exception {
        var _ = asked.call();
        Rounds timed = new Rounds(rounds);
        for (int i = 0; i < rounds; i++) {
            timed.time(asked);
        }
        timed.print(what);
    }

    void print(String what) {
        Arrays.sort(ms);
        Arrays.sort(processorMs);
        System.out.printf(
                Locale.ROOT,
                "%-28s %,9d values, %3d rounds: median %.0f ms, 99 of 100 within %.0f, longest"
                        + " %.0f, least %.0f; median of processor time %.0f%n",
                what,
                values,
                ms.length,
                ms[ms.length / 2],
                ms[(int) Math.ceil(ms.length * 0.99) - 1],
                ms[ms.length - 1],
                ms[0],
                processorMs[ms.length / 2]);
    }
}
