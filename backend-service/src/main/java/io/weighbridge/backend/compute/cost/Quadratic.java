package io.weighbridge.backend.compute.cost;

import java.util.function.LongUnaryOperator;

/// Operations by the number of pixels: what is done once, for each pixel, and for each pair of
/// them, where attention looks from each place at all others.
///
/// @param once whatever the size
/// @param perPixel for each pixel
/// @param perPair for each pixel, times their number
public record Quadratic(Ratio once, Ratio perPixel, Ratio perPair) {
    /// The same for any size.
    public static Quadratic constant(long flops) {
        return new Quadratic(Ratio.of(flops), Ratio.ZERO, Ratio.ZERO);
    }

    /// What grows no faster than with the square, by its first three values.
    ///
    /// @param pixels of the smallest picture
    /// @param of operations of so many smallest pictures in one: 1, 2 and 3
    /// @throws ArithmeticException when it shrinks, or is 2^63 or more
    public static Quadratic through(long pixels, LongUnaryOperator of) {
        long one = of.applyAsLong(1);
        long rise = Math.subtractExact(of.applyAsLong(2), one);
        long bend =
                Math.subtractExact(Math.subtractExact(of.applyAsLong(3), of.applyAsLong(2)), rise);
        // one + rise (k - 1) + bend (k - 1) (k - 2) / 2, by the powers of k.
        long twiceLinear =
                Math.subtractExact(Math.multiplyExact(2, rise), Math.multiplyExact(3, bend));
        long twiceOnce = 2 * one - twiceLinear - bend;
        return new Quadratic(
                Ratio.of(twiceOnce, 2),
                Ratio.of(twiceLinear, Math.multiplyExact(2, pixels)),
                Ratio.of(bend, 2).over(pixels).over(pixels));
    }

    /// Of so many pixels.
    public Ratio at(Ratio pixels) {
        return once.plus(pixels.times(perPixel.plus(pixels.times(perPair))));
    }
}
