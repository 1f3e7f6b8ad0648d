package io.weighbridge.model;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ObjLongConsumer;

/// How many of each unit: an immutable, small map from [Unit] to a count. Empty means "not known";
/// a unit that a filled map lacks was not used.
public final class Units {
    /// Nothing is known.
    public static final Units NONE = new Units(0, new long[0]);

    // Bit n-1 is set when the unit numbered n is present; counts stand in the order of the numbers.
    private final int present;
    private final long[] counts;

    private Units(int present, long[] counts) {
        this.present = present;
        this.counts = counts;
    }

    /// One unit.
    public static Units of(Unit unit, long count) {
        return new Units(bit(unit), new long[] {count});
    }

    /// Input and output tokens, the commonest pair.
    public static Units tokens(long input, long output) {
        return new Units(
                bit(Unit.INPUT_TOKENS) | bit(Unit.OUTPUT_TOKENS), new long[] {input, output});
    }

    private static int bit(Unit unit) {
        return 1 << (unit.number() - 1);
    }

    /// Whether nothing is known.
    public boolean isEmpty() {
        return present == 0;
    }

    /// Whether the unit is named, be it with 0.
    public boolean has(Unit unit) {
        return (present & bit(unit)) != 0;
    }

    /// The count, 0 when the unit is not named.
    public long get(Unit unit) {
        int bit = bit(unit);
        return (present & bit) == 0 ? 0 : counts[Integer.bitCount(present & (bit - 1))];
    }

    /// How many units are named.
    public int size() {
        return counts.length;
    }

    /// The unit at a position from 0 to [#size] - 1, in the order of the units' numbers.
    public Unit unitAt(int position) {
        int rest = present;
        for (int i = 0; i < position; i++) {
            rest &= rest - 1;
        }
        return unit(Integer.numberOfTrailingZeros(rest) + 1);
    }

    /// The count at the same position as [#unitAt].
    public long countAt(int position) {
        return counts[position];
    }

    /// The same with one count replaced or added.
    public Units with(Unit unit, long count) {
        int bit = bit(unit);
        int at = Integer.bitCount(present & (bit - 1));
        if ((present & bit) != 0) {
            long[] changed = counts.clone();
            changed[at] = count;
            return new Units(present, changed);
        }
        long[] longer = new long[counts.length + 1];
        System.arraycopy(counts, 0, longer, 0, at);
        longer[at] = count;
        System.arraycopy(counts, at, longer, at + 1, counts.length - at);
        return new Units(present | bit, longer);
    }

    /// For each unit the larger of the two counts; a unit that either names is named.
    public Units max(Units other) {
        Units result = this;
        for (Unit unit : other.units()) {
            if (!result.has(unit) || result.get(unit) < other.get(unit)) {
                result = result.with(unit, other.get(unit));
            }
        }
        return result;
    }

    /// Input and output tokens together: what counts towards tokens/min.
    public long tokens() {
        return get(Unit.INPUT_TOKENS) + get(Unit.OUTPUT_TOKENS);
    }

    /// The units named, in the order of their numbers.
    public List<Unit> units() {
        List<Unit> units = new ArrayList<>(counts.length);
        forEach((unit, count) -> units.add(unit));
        return units;
    }

    /// Calls the consumer for each unit named, in the order of their numbers.
    public void forEach(ObjLongConsumer<Unit> consumer) {
        int rest = present;
        for (long count : counts) {
            int number = Integer.numberOfTrailingZeros(rest) + 1;
            rest &= rest - 1;
            consumer.accept(unit(number), count);
        }
    }

    private static Unit unit(int number) {
        Unit unit = Unit.byNumber(number);
        if (unit == null) {
            throw new IllegalStateException(
                    "unit: " + number + " (expected: 1 to " + Unit.SIZE + ")");
        }
        return unit;
    }

    /// What is wrong with these counts, as a text for the caller, or null when they are right: each
    /// from 0 to [Unit#COUNT_MAX], and the parts of a unit together not above it.
    public @Nullable String problem() {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] < 0 || counts[i] > Unit.COUNT_MAX) {
                return unitAt(i).key()
                        + ": "
                        + counts[i]
                        + " (expected: 0 to "
                        + Unit.COUNT_MAX
                        + ")";
            }
        }
        String problem = partsProblem(Unit.INPUT_TOKENS);
        return problem != null ? problem : partsProblem(Unit.OUTPUT_TOKENS);
    }

    private @Nullable String partsProblem(Unit whole) {
        long parts = 0;
        for (int i = 0; i < counts.length; i++) {
            if (unitAt(i).partOf() == whole) {
                parts += counts[i];
            }
        }
        return parts <= get(whole)
                ? null
                : whole.key()
                        + ": "
                        + get(whole)
                        + " (expected: at least its parts, "
                        + parts
                        + ")";
    }

    /// `input_tokens=1500 output_tokens=300`; empty for [#NONE]. Read back by [#parse].
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(24 * counts.length);
        forEach(
                (unit, count) -> {
                    if (!text.isEmpty()) {
                        text.append(' ');
                    }
                    text.append(unit.key()).append('=').append(count);
                });
        return text.toString();
    }

    /// Reads the form of [#toString].
    ///
    /// @throws IllegalArgumentException when it is not that form
    public static Units parse(String text) {
        Units units = NONE;
        if (text.isEmpty()) {
            return units;
        }
        // Millions of records are read in a row: no list of pieces is made.
        int from = 0;
        while (from <= text.length()) {
            int space = text.indexOf(' ', from);
            int end = space < 0 ? text.length() : space;
            int equals = text.indexOf('=', from);
            Unit unit =
                    equals < 0 || equals > end ? null : Unit.byKey(text.substring(from, equals));
            if (unit == null || units.has(unit)) {
                throw new IllegalArgumentException(
                        "units: " + text + " (expected: unit=count, each unit once)");
            }
            units = units.with(unit, Long.parseLong(text, equals + 1, end, 10));
            from = end + 1;
        }
        return units;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Units that
                && present == that.present
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * present + Arrays.hashCode(counts);
    }
}
