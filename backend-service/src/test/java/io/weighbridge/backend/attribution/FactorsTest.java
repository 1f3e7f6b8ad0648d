package io.weighbridge.backend.attribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.Ratio;
import io.weighbridge.backend.compute.cost.ServingTerms;

import org.junit.jupiter.api.Test;

import java.util.OptionalLong;

final class FactorsTest {
    private static final ServingTerms TERMS =
            new ServingTerms(1, 1, 2, 0, Basis.FLOPS, false, 0, 1_000_000, 500_000, 800_000);

    private static Factors factors(Ratio predicted, long measuredUs) {
        return Factors.of(new Drift(1, 1, 0, 0, predicted, measuredUs), 5, 3, TERMS);
    }

    private static void assertShares(long flops, long bandwidth, boolean bounded, Factors made) {
        assertEquals(new Factors(made.drift(), 5, 3, TERMS, flops, bandwidth, bounded), made);
    }

    @Test
    void bothSharesFollowByOneFactor() {
        assertShares(250_000, 400_000, false, factors(Ratio.of(50), 100));
        assertShares(625_000, 1_000_000, false, factors(Ratio.of(125), 100));
        // 333,333.3 and 533,333.3.
        assertShares(333_333, 533_333, false, factors(Ratio.of(2, 3), 1));
        assertEquals(
                OptionalLong.of(1_500_000), factors(Ratio.of(2, 3), 1).drift().ratioMillionths());
    }

    @Test
    void noneIsMoreThanThePeakNorNothing() {
        assertShares(625_000, 1_000_000, true, factors(Ratio.of(200), 100));
        assertShares(1, 1, true, factors(Ratio.of(1), 10_000_000_000L));
    }

    @Test
    void whatWasNotMeasuredHasNoRatio() {
        assertEquals(OptionalLong.empty(), Drift.none(1).ratioMillionths());
        assertEquals(OptionalLong.empty(), new Drift(1, 1, 0, 0, Ratio.ONE, 0).ratioMillionths());
    }
}
