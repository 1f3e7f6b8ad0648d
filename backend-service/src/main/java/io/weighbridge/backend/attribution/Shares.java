package io.weighbridge.backend.attribution;

import io.weighbridge.backend.compute.cost.Ratio;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Splits whole numbers into whole parts that add up to them.
final class Shares {
    private record Rest(int position, BigInteger remainder) {}

    // Over their common denominator, by their common factor: as small as they can be.
    private final List<BigInteger> numerators;
    private final BigInteger sum;
    // The same where they fit, as nearly always.
    private final long @Nullable [] small;
    private final long smallSum;

    /// @param weights not all 0
    Shares(List<Ratio> weights) {
        numerators = numerators(weights);
        sum = numerators.stream().reduce(BigInteger.ZERO, BigInteger::add);
        boolean isSmall = sum.bitLength() < Long.SIZE;
        small =
                isSmall
                        ? numerators.stream().mapToLong(BigInteger::longValueExact).toArray()
                        : null;
        smallSum = isSmall ? sum.longValueExact() : 0;
    }

    /// Parts by weights.
    ///
    /// @param whole from 0
    /// @param weights not all 0
    static long[] of(long whole, List<Ratio> weights) {
        return new Shares(weights).of(whole);
    }

    /// Each part is its share rounded down; what is left goes, one each, to those with the largest
    /// remainders, of equal ones to the earlier.
    ///
    /// @param whole from 0
    long[] of(long whole) {
        if (whole < 0 || sum.signum() == 0) {
            throw new IllegalArgumentException(
                    whole + " by " + numerators.size() + " (expected: from 0, by weights above 0)");
        }
        if (whole == 0) {
            return new long[numerators.size()];
        }
        return small != null && whole <= Long.MAX_VALUE / smallSum
                ? of(whole, small)
                : ofLarge(whole);
    }

    private long[] of(long whole, long[] weights) {
        long[] parts = new long[weights.length];
        long[] rests = new long[weights.length];
        long left = whole;
        for (int i = 0; i < parts.length; i++) {
            long share = weights[i] * whole;
            parts[i] = share / smallSum;
            rests[i] = share % smallSum;
            left -= parts[i];
        }
        if (left > 0) {
            List<Integer> positions = new ArrayList<>(parts.length);
            for (int i = 0; i < parts.length; i++) {
                positions.add(i);
            }
            positions.sort(Comparator.comparingLong((Integer at) -> rests[at]).reversed());
            for (int at : positions.subList(0, (int) left)) {
                parts[at]++;
            }
        }
        return parts;
    }

    private long[] ofLarge(long whole) {
        long[] parts = new long[numerators.size()];
        List<Rest> rests = new ArrayList<>(parts.length);
        long left = whole;
        for (int i = 0; i < parts.length; i++) {
            BigInteger[] share =
                    numerators.get(i).multiply(BigInteger.valueOf(whole)).divideAndRemainder(sum);
            parts[i] = share[0].longValueExact();
            left -= parts[i];
            rests.add(new Rest(i, share[1]));
        }
        rests.sort(Comparator.comparing(Rest::remainder).reversed());
        for (Rest each : rests.subList(0, (int) left)) {
            parts[each.position()]++;
        }
        return parts;
    }

    private static List<BigInteger> numerators(List<Ratio> weights) {
        BigInteger common = BigInteger.ONE;
        for (Ratio each : weights) {
            BigInteger denominator = each.denominator();
            common = common.multiply(denominator.divide(common.gcd(denominator)));
        }
        List<BigInteger> numerators = new ArrayList<>(weights.size());
        BigInteger factor = BigInteger.ZERO;
        for (Ratio each : weights) {
            BigInteger numerator = each.numerator().multiply(common.divide(each.denominator()));
            numerators.add(numerator);
            factor = factor.gcd(numerator);
        }
        BigInteger divisor = factor.max(BigInteger.ONE);
        numerators.replaceAll(numerator -> numerator.divide(divisor));
        return numerators;
    }
}
