package io.weighbridge.backend.compute.cost;

import java.math.BigDecimal;
import java.math.BigInteger;

/// The unit of compute: 1 gas is 10^9 floating-point operations by the convention of
/// docs/compute.md, as many as one of the unit GIGAFLOPS. It depends on the model and the number of
/// tokens alone, on no GPU, no price and no measurement. A call's gas is its operations over 10^9,
/// rounded up once.
public final class Gas {
    private static final long FLOPS = 1_000_000_000L;
    private static final int PLACES = 9;

    private Gas() {}

    /// Of a whole call, or of a prompt.
    ///
    /// @param flops all of its operations, from 0
    public static long of(long flops) {
        return Math.ceilDiv(flops, FLOPS);
    }

    /// Of a whole call whose operations may be more than a `long` holds.
    ///
    /// @param flops all of its operations, from 0
    public static BigInteger of(BigInteger flops) {
        BigInteger[] parts = flops.divideAndRemainder(BigInteger.valueOf(FLOPS));
        return parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
    }

    /// Of a token among many, for people: the operations of each, rounded up to a whole one, over
    /// 10^9. Never summed: that is [#of] the call's operations.
    ///
    /// @param flops of all tokens
    /// @param tokens from 1
    public static BigDecimal perToken(long flops, long tokens) {
        return BigDecimal.valueOf(Math.ceilDiv(flops, tokens), PLACES);
    }
}
