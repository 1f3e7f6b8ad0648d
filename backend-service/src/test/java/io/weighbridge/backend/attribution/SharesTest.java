package io.weighbridge.backend.attribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.cost.Ratio;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

final class SharesTest {
    private static final Ratio THIRD = Ratio.of(1, 3);

    @Test
    void shouldGiveWhatIsLeftToTheLargestRemainders() {
        assertArrayEquals(new long[] {4, 3, 3}, Shares.of(10, List.of(THIRD, THIRD, THIRD)));
        // 1.5, 6.75 and 1.75.
        assertArrayEquals(
                new long[] {1, 7, 2},
                Shares.of(10, List.of(Ratio.of(6, 40), Ratio.of(27, 40), Ratio.of(7, 40))));
        assertArrayEquals(
                new long[] {0, Long.MAX_VALUE},
                Shares.of(Long.MAX_VALUE, List.of(Ratio.ZERO, THIRD)));
        assertThrows(IllegalArgumentException.class, () -> Shares.of(1, List.of(Ratio.ZERO)));
    }

    @Property(tries = 300)
    void partsAddUpToTheWholeAndAreOneOffAtMost(
            @ForAll @LongRange(max = 1L << 50) long whole,
            @ForAll @Size(min = 1, max = 12) List<@LongRange(max = 1L << 40) Long> numerators,
            @ForAll @LongRange(min = 1, max = 1_000_003) long denominator) {
        List<Ratio> weights = new ArrayList<>();
        Ratio sum = Ratio.ZERO;
        for (int i = 0; i < numerators.size(); i++) {
            // A different one for each.
            Ratio weight = Ratio.of(numerators.get(i) + (i == 0 ? 1 : 0), denominator + i);
            weights.add(weight);
            sum = sum.plus(weight);
        }
        long[] parts = Shares.of(whole, weights);
        assertEquals(whole, Arrays.stream(parts).sum());
        for (int i = 0; i < parts.length; i++) {
            Ratio exact = weights.get(i).times(whole).over(sum);
            assertTrue(Ratio.of(parts[i] + 1).compareTo(exact) > 0, "not more than one below");
            assertTrue(exact.plus(Ratio.ONE).compareTo(Ratio.of(parts[i])) > 0, "nor above");
        }
    }

    // The rule again, with fractions alone: what fits into a long is reckoned with longs.
    @Property(tries = 300)
    void whatIsLeftGoesToTheLargestRemaindersOfEqualOnesToTheEarlier(
            @ForAll @LongRange(max = 1L << 50) long whole,
            @ForAll @Size(min = 1, max = 8) List<@LongRange(min = 1, max = 9) Long> weights,
            @ForAll @LongRange(min = 1, max = 1L << 20) long factor) {
        List<Ratio> ratios = weights.stream().map(each -> Ratio.of(each * factor, 7)).toList();
        long sum = weights.stream().mapToLong(Long::longValue).sum();
        long[] expected = new long[weights.size()];
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < expected.length; i++) {
            expected[i] = whole / sum * weights.get(i) + whole % sum * weights.get(i) / sum;
            places.add(i);
        }
        places.sort(
                Comparator.comparingLong((Integer at) -> whole % sum * weights.get(at) % sum)
                        .reversed());
        long left = whole - Arrays.stream(expected).sum();
        places.subList(0, (int) left).forEach(at -> expected[at]++);
        assertArrayEquals(expected, Shares.of(whole, ratios));
    }
}
