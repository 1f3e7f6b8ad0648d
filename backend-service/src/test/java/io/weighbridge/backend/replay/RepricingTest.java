package io.weighbridge.backend.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.compute.curve.Curves;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.pricing.VolumeStep;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.backend.usage.UsageScan.Scanned;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.OptionalLong;

/// What the whole service cannot easily be brought to: usage that is told after other calls, and
/// balances.
final class RepricingTest {
    // 10 a token, from the 1,000th of a month on 1.
    private static final PriceBook BOOK =
            new PriceBook(
                    1,
                    1,
                    "",
                    0,
                    0,
                    0,
                    0,
                    List.of(
                            new Rate(
                                    1,
                                    Unit.INPUT_TOKENS,
                                    ServiceTier.STANDARD,
                                    0,
                                    0,
                                    10,
                                    1,
                                    List.of(new VolumeStep(1_000, 1)))),
                    List.of());

    private static Units tokens(long count) {
        return Units.of(Unit.INPUT_TOKENS, count);
    }

    private static Scanned call(
            long sequence, Units used, Units told, long ratedSequence, long charge, long balance) {
        return new Scanned(
                sequence,
                7,
                1,
                ServiceTier.STANDARD,
                new Settlement(Outcome.OK, used, -1, -1, -1),
                told,
                ratedSequence,
                ratedSequence,
                sequence,
                sequence,
                "proxy",
                ratedSequence != 0 ? "no price" : "",
                true,
                charge,
                -1,
                OptionalLong.of(balance));
    }

    private static long after(Repricing repricing) {
        return repricing.sums().afterNanos();
    }

    @Test
    void shouldCountWhatWasToldLaterFromThereOn() {
        Repricing repricing = new Repricing(BOOK, Curves.NONE, (_, _) -> null, 0);
        repricing.add(call(1, Units.NONE, tokens(900), 3, 0, 0));
        assertEquals(9_000, after(repricing));
        repricing.add(call(2, tokens(500), Units.NONE, 0, 0, 0));
        assertEquals(14_000, after(repricing));
        repricing.add(call(4, tokens(500), Units.NONE, 0, 0, 0));
        assertEquals(14_500, after(repricing));
    }

    @Test
    void shouldTellOnlyOfCreditThatWasThere() {
        Repricing repricing = new Repricing(BOOK, Curves.NONE, (_, _) -> null, 0);
        repricing.add(call(1, tokens(1), Units.NONE, 0, 0, -5));
        assertEquals(0, repricing.accounts().getFirst().dryAtMs());
        repricing.add(call(2, tokens(1), Units.NONE, 0, 0, 20));
        assertEquals(0, repricing.accounts().getFirst().dryAtMs());
        repricing.add(call(3, tokens(1), Units.NONE, 0, 0, 29));
        repricing.add(call(4, tokens(1), Units.NONE, 0, 0, 0));
        assertEquals(3, repricing.accounts().getFirst().dryAtMs());
    }
}
