package io.weighbridge.backend.attribution;

import io.weighbridge.backend.compute.cost.Ratio;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Splits whole numbers into whole parts that add up to them.
final class Shares {
    private Shares() {}

    private record Rest(int position, BigInteger remainder) {}

    /// Each part is its share rounded down; what is left goes, one each, to those with the largest
    /// remainders, of equal ones to the earlier.
    ///
    /// @param whole from 0
    /// @param weights not all 0
    static long[] of(long whole, List<Ratio> weights) {
        List<BigInteger> numerators = numerators(weights);
        BigInteger sum = numerators.stream().reduce(BigInteger.ZERO, BigInteger::add);
        if (whole < 0 || sum.signum() == 0) {
            throw new IllegalArgumentException(
                    whole + " by " + weights.size() + " (expected: from 0, by weights above 0)");
        }
        long[] parts = new long[weights.size()];
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

    // Over their common denominator.
    private static List<BigInteger> numerators(List<Ratio> weights) {
        BigInteger common = BigInteger.ONE;
        for (Ratio each : weights) {
            BigInteger denominator = each.denominator();
            common = common.multiply(denominator.divide(common.gcd(denominator)));
        }
        List<BigInteger> numerators = new ArrayList<>(weights.size());
        for (Ratio each : weights) {
            numerators.add(each.numerator().multiply(common.divide(each.denominator())));
        }
        return numerators;
    }
}
