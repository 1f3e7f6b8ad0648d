package io.weighbridge.backend.compute.curve;

import io.weighbridge.backend.compute.cost.MediaPrediction;
import io.weighbridge.backend.compute.cost.PictureCurve;
import io.weighbridge.backend.compute.cost.PictureTerms;
import io.weighbridge.backend.compute.cost.Ratio;
import io.weighbridge.backend.compute.cost.ServingTerms;
import io.weighbridge.backend.compute.cost.SpeechCurve;
import io.weighbridge.model.Units;

import java.math.BigInteger;
import java.util.List;

/// One of what calls take, in whole numbers over one denominator: a call is reckoned by some
/// products and one quotient, and no fraction is brought to its lowest terms. Exact. Immutable.
sealed interface MediaSum permits PictureSum, SpeechSum {
    /// What is summed.
    enum Of {
        /// Seconds of one card.
        SECONDS,
        /// Those of them that operations alone would take.
        COMPUTING,
        /// Operations.
        FLOPS
    }

    /// A fraction in any terms.
    ///
    /// @param top from 0
    /// @param bottom above 0
    record Exact(BigInteger top, BigInteger bottom) {
        private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

        /// The least whole number that is not below it; [Long#MAX_VALUE] when that is more.
        long ceiling() {
            BigInteger[] parts = top.divideAndRemainder(bottom);
            BigInteger up = parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
            return up.min(LONG_MAX).longValueExact();
        }

        /// The nearest whole number of so many times this, of two the even one.
        ///
        /// @return -1 when it is above what a long holds
        long halfEven(long times) {
            BigInteger[] parts = top.multiply(BigInteger.valueOf(times)).divideAndRemainder(bottom);
            int rest = parts[1].shiftLeft(1).compareTo(bottom);
            boolean up = rest > 0 || (rest == 0 && parts[0].testBit(0));
            BigInteger nearest = up ? parts[0].add(BigInteger.ONE) : parts[0];
            return nearest.compareTo(LONG_MAX) > 0 ? -1 : nearest.longValueExact();
        }
    }

    /// Of what a model does.
    ///
    /// @param times what each is multiplied with
    static MediaSum of(MediaPrediction prediction, ServingTerms terms, Of what, Ratio times) {
        return switch (prediction.curve()) {
            case PictureCurve curve when terms.media() instanceof PictureTerms pictures ->
                    PictureSum.of(curve, pictures, what, times);
            case SpeechCurve curve -> SpeechSum.of(curve, what, times);
            case PictureCurve _ -> throw new IllegalArgumentException("terms: " + terms.media());
        };
    }

    /// Of a call, as far as it tells its size: at least one unit of it.
    Exact taken(Units units);

    /// The least denominator of all of these.
    static BigInteger denominator(List<Ratio> ratios) {
        BigInteger common = BigInteger.ONE;
        for (Ratio each : ratios) {
            BigInteger other = each.denominator();
            common = common.divide(common.gcd(other)).multiply(other);
        }
        return common;
    }

    /// A ratio by a denominator that is a multiple of its own.
    static BigInteger whole(Ratio ratio, BigInteger denominator) {
        return ratio.numerator().multiply(denominator.divide(ratio.denominator()));
    }
}
