package io.weighbridge.backend.limits;

import java.util.Arrays;

/// The lowest level since each of the marks given so far (numbers that rise): what of a reservation
/// made at a mark is at least still in the level. Not safe for sharing.
///
/// The answers rise from older marks to newer ones, so a level that falls takes the newest answers
/// with it, and each is taken away once: constant time for each mark on average. There is room for
/// [#SIZE] different answers. When it is full, neighbours that are near each other share the lower
/// answer, so that an answer is never too high, and too low by an eighth of the level of then, or
/// what room for so wide a range of levels needs.
final class LowestLevels {
    static final int SIZE = 64;

    private static final int SMALLEST = 2;
    private static final int ROOMY = SIZE * 3 / 4;
    private static final int FINEST_SHIFT = 3;

    // Oldest first: lows[i] is the answer for marks up to marks[i] and above the marks before it.
    // They grow as needed: most keys have few calls open, or no limit of tokens.
    private long[] marks = {};
    private long[] lows = {};
    private int size;

    /// No mark given so far is asked for any more.
    void clear() {
        size = 0;
    }

    /// The level is at this value now, which counts for every mark so far. Told before the level
    /// rises and before it is asked for.
    ///
    /// @param lastMark the newest mark; marks rise
    void fellTo(long level, long lastMark) {
        while (size > 0 && lows[size - 1] >= level) {
            size--;
        }
        if (size > 0 && marks[size - 1] == lastMark) {
            return;
        }
        if (size == marks.length) {
            int length = Math.clamp(2L * size, SMALLEST, SIZE);
            marks = Arrays.copyOf(marks, length);
            lows = Arrays.copyOf(lows, length);
        }
        marks[size] = lastMark;
        lows[size] = level;
        size++;
        // Answers of which each is above twice the one before it are 63 at most.
        for (int shift = FINEST_SHIFT; size == SIZE || shift < FINEST_SHIFT; shift--) {
            share(shift);
            if (size <= ROOMY || shift == 0) {
                return;
            }
        }
    }

    // Answers that are above the lowest of them by no more than its 2^shift-th part become one.
    private void share(int shift) {
        int kept = 0;
        for (int i = 1; i < size; i++) {
            if (lows[i] - lows[kept] > lows[kept] >> shift) {
                kept++;
                lows[kept] = lows[i];
            }
            marks[kept] = marks[i];
        }
        size = kept + 1;
    }

    /// The lowest level since a mark. Asked after [#fellTo] of the present level.
    long since(long mark) {
        return lows[find(mark)];
    }

    /// History is told anew: a reservation made at this mark was smaller, which makes the present
    /// level, and every lowest one since then, lower by so much.
    ///
    /// @param taken at most [#since] of the mark
    void lower(long mark, long taken) {
        int from = find(mark);
        for (int i = from; i < size; i++) {
            lows[i] -= taken;
        }
        // Older marks see what is lower now.
        int kept = from;
        while (kept > 0 && lows[kept - 1] >= lows[from]) {
            kept--;
        }
        if (kept < from) {
            System.arraycopy(marks, from, marks, kept, size - from);
            System.arraycopy(lows, from, lows, kept, size - from);
            size -= from - kept;
        }
    }

    // The newest answers are asked for most.
    private int find(long mark) {
        int found = size - 1;
        while (found > 0 && marks[found - 1] >= mark) {
            found--;
        }
        return found;
    }
}
