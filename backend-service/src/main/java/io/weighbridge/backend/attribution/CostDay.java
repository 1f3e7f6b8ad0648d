package io.weighbridge.backend.attribution;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// What the hours of a day of UTC cost and earned, by owner: only the numbers, so that a year of
/// them can be kept. Never changed.
final class CostDay {
    static final int HOURS = 24;
    static final long LENGTH_MS = HOURS * Hour.LENGTH_MS;

    private static final CostSum[] SUMS = CostSum.values();
    // What keeping one takes, in numbers, if it has none; and what an owner does.
    private static final int NUMBERS_OF_NONE = 32;
    private static final int NUMBERS_OF_OWNER = 17;
    private static final int NOTHING = -1;

    // In their order.
    private final List<Owner> owners;
    // By owner and sum where its hours begin in the numbers; many are 0 all day.
    private final int[][] begins;
    private final long[] numbers;
    // By owner what is known of the whole day.
    private final long[] known;

    private CostDay(NavigableMap<Owner, long[][]> hours, NavigableMap<Owner, Amounts> whole) {
        owners = List.copyOf(hours.keySet());
        known = whole.values().stream().mapToLong(CostSum.KNOWN::of).toArray();
        begins = new int[owners.size()][SUMS.length];
        long[] all = new long[owners.size() * SUMS.length * HOURS];
        int end = 0;
        int owner = 0;
        for (long[][] sums : hours.values()) {
            for (int sum = 0; sum < sums.length; sum++) {
                boolean isNothing = Arrays.stream(sums[sum]).allMatch(number -> number == 0);
                begins[owner][sum] = isNothing ? NOTHING : end;
                if (!isNothing) {
                    System.arraycopy(sums[sum], 0, all, end, HOURS);
                    end += HOURS;
                }
            }
            owner++;
        }
        numbers = Arrays.copyOf(all, end);
    }

    /// @param dayMs when it begins
    /// @param hours of it in which there was anything
    static CostDay of(long dayMs, CostBy by, List<Hour> hours) {
        NavigableMap<Owner, long[][]> sums = new TreeMap<>();
        NavigableMap<Owner, Amounts> whole = new TreeMap<>();
        for (Hour hour : hours) {
            int at = (int) ((hour.atMs() - dayMs) / Hour.LENGTH_MS);
            new HourSplit(hour)
                    .by(by)
                    .forEach(
                            (owner, amounts) -> {
                                long[][] own =
                                        sums.computeIfAbsent(
                                                owner, _ -> new long[SUMS.length][HOURS]);
                                for (CostSum sum : SUMS) {
                                    own[sum.place()][at] = sum.of(amounts);
                                }
                                whole.merge(owner, amounts, Amounts::plus);
                            });
        }
        return new CostDay(sums, whole);
    }

    /// As how many numbers it counts where it is kept: about eight bytes each.
    int size() {
        return NUMBERS_OF_NONE + owners.size() * NUMBERS_OF_OWNER + numbers.length;
    }

    /// All of whom there is anything, in their order.
    List<Owner> owners() {
        return owners;
    }

    /// Whether there is anything of one in some of the hours.
    ///
    /// @param owner its place among them
    boolean has(int owner, int fromHour, int toHour) {
        int begin = begins[owner][CostSum.KNOWN.place()];
        for (int hour = fromHour; hour < toHour; hour++) {
            if (numbers[begin + hour] != 0) {
                return true;
            }
        }
        return false;
    }

    /// Copies some hours of one; nothing where all are 0.
    ///
    /// @param owner its place among them
    void copy(int owner, CostSum sum, int fromHour, int toHour, long[] into, int at) {
        int begin = begins[owner][sum.place()];
        if (begin != NOTHING) {
            System.arraycopy(numbers, begin + fromHour, into, at, toHour - fromHour);
        }
    }

    /// One's whole day.
    ///
    /// @param owner its place among them
    long total(int owner, CostSum sum) {
        if (sum == CostSum.KNOWN) {
            return known[owner];
        }
        int begin = begins[owner][sum.place()];
        long total = 0;
        for (int hour = 0; begin != NOTHING && hour < HOURS; hour++) {
            total = Math.addExact(total, numbers[begin + hour]);
        }
        return total;
    }
}
