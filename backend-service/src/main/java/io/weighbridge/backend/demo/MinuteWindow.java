package io.weighbridge.backend.demo;

/// A sum over the last 60 seconds. Not for sharing.
final class MinuteWindow {
    private static final int SECONDS = 60;

    private final long[] sums = new long[SECONDS];
    private long last;

    // Empties the seconds that have passed since the last look.
    private void advance(long second) {
        long from = Math.max(last + 1, second - SECONDS + 1);
        for (long at = from; at <= second; at++) {
            sums[(int) (at % SECONDS)] = 0;
        }
        last = Math.max(last, second);
    }

    /// @param second since the start, never falling
    void add(long second, long amount) {
        advance(second);
        sums[(int) (second % SECONDS)] += amount;
    }

    /// The sum, in the first minute brought up to a whole one.
    long perMinute(long second) {
        advance(second);
        long sum = 0;
        for (long part : sums) {
            sum = Math.addExact(sum, part);
        }
        long seconds = Math.min(SECONDS, second + 1);
        return Math.multiplyExact(sum, (long) SECONDS) / seconds;
    }
}
