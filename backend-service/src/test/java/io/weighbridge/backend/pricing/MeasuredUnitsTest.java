package io.weighbridge.backend.pricing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Which of several counts of one call its price takes.
final class MeasuredUnitsTest {
    private static final Units PICTURE =
            Units.tokens(10, 272)
                    .with(Unit.IMAGE_OUTPUT_TOKENS, 272)
                    .with(Unit.IMAGES, 1)
                    .with(Unit.PIXELS, 1_048_576);

    private static PriceSheet sheet(long fee, Unit... units) {
        List<Rate> rates = new ArrayList<>();
        for (Unit unit : units) {
            rates.add(
                    new Rate(
                            RandomPrices.SERVICE,
                            unit,
                            ServiceTier.STANDARD,
                            0,
                            0,
                            3,
                            1,
                            List.of()));
        }
        return PriceSheetPropertyTest.sheet(rates, new Fee(RandomPrices.SERVICE, fee, 0));
    }

    @Test
    void theCountThatHasAPriceIsTaken() {
        assertEquals(Units.of(Unit.IMAGES, 1), sheet(0, Unit.IMAGES).measured(PICTURE, Set.of()));
        assertEquals(
                Units.of(Unit.PIXELS, 1_048_576),
                sheet(0, Unit.PIXELS).measured(PICTURE, Set.of()));
        Units tokens = Units.tokens(10, 272).with(Unit.IMAGE_OUTPUT_TOKENS, 272);
        assertEquals(tokens, sheet(0, Unit.IMAGE_OUTPUT_TOKENS).measured(PICTURE, Set.of()));
        assertEquals(
                Units.of(Unit.IMAGES, 1).with(Unit.PIXELS, 1_048_576),
                sheet(0, Unit.IMAGES, Unit.PIXELS, Unit.REQUESTS).measured(PICTURE, Set.of()));
        assertEquals(
                Units.of(Unit.REQUESTS, 1), sheet(0, Unit.REQUESTS).measured(PICTURE, Set.of()));
        assertEquals(PICTURE, sheet(1, Unit.CHARACTERS).measured(PICTURE, Set.of()));
    }

    @Test
    void whatCallsTakeOfGpusGoesByTheirTokensOrByTheirSizes() {
        Set<Unit> sizes = Set.of(Unit.IMAGES, Unit.PIXELS, Unit.PIXEL_STEPS);
        Units both = Units.of(Unit.IMAGES, 1).with(Unit.PIXELS, 1_048_576);
        assertEquals(both, sheet(0, Unit.GIGAFLOPS).measured(PICTURE, sizes));
        assertEquals(both, sheet(0, Unit.PIXELS).measured(PICTURE, sizes));
        Units tokens = Units.tokens(10, 272).with(Unit.IMAGE_OUTPUT_TOKENS, 272);
        assertEquals(tokens, sheet(0, Unit.GIGAFLOPS).measured(PICTURE, Set.of()));
        assertEquals(PICTURE, sheet(0, Unit.GIGAFLOPS, Unit.INPUT_TOKENS).measured(PICTURE, sizes));
    }

    @Test
    void aFeeAndARequestAreAPriceOnlyWhereNothingElseIs() {
        Units request = Units.of(Unit.REQUESTS, 1);
        assertTrue(sheet(0, Unit.REQUESTS).pricesAnyOf(request));
        assertTrue(sheet(0, Unit.REQUESTS).pricesAnyOf(Units.NONE));
        assertFalse(sheet(1, Unit.AUDIO_MILLISECONDS).pricesAnyOf(request));
        assertFalse(sheet(1, Unit.AUDIO_MILLISECONDS, Unit.REQUESTS).pricesAnyOf(request));
        assertFalse(sheet(1, Unit.AUDIO_MILLISECONDS).pricesAnyOf(PICTURE));
        assertTrue(
                sheet(1, Unit.AUDIO_MILLISECONDS)
                        .pricesAnyOf(request.with(Unit.AUDIO_MILLISECONDS, 1)));
    }
}
