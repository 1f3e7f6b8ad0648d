package io.weighbridge.console.feature.prices.draft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.proto.v1.PreviewCall;
import io.weighbridge.proto.v1.Rate;
import io.weighbridge.proto.v1.ServiceTier;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UnitCount;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Which units the call has of which the price is shown.
final class TypicalCallTest {
    private static List<List<UnitCount>> units(Unit... priced) {
        List<Rate> rates =
                Arrays.stream(priced)
                        .map(
                                unit ->
                                        Rate.newBuilder()
                                                .setService("chat")
                                                .setUnit(unit)
                                                .setTier(ServiceTier.SERVICE_TIER_STANDARD)
                                                .setPer(1)
                                                .build())
                        .toList();
        List<List<PreviewCall>> calls =
                new TypicalCall(70, 3).of(List.of("chat"), List.of(), rates);
        assertEquals(1, calls.size());
        return calls.getFirst().stream().map(PreviewCall::getUnitsList).toList();
    }

    private static UnitCount count(Unit unit, long count) {
        return UnitCount.newBuilder().setUnit(unit).setCount(count).build();
    }

    @Test
    void whatTheModelMakesIsReckonedWhereWhatItTakesIsPriced() {
        List<List<UnitCount>> kinds =
                List.of(
                        List.of(
                                count(Unit.UNIT_INPUT_TOKENS, 70),
                                count(Unit.UNIT_OUTPUT_TOKENS, 3)),
                        List.of(count(Unit.UNIT_IMAGES, 1), count(Unit.UNIT_PIXELS, 1_048_576)),
                        List.of(count(Unit.UNIT_AUDIO_MILLISECONDS, 60_000)));
        assertEquals(kinds, units(Unit.UNIT_GIGAFLOPS));
        assertEquals(kinds, units(Unit.UNIT_GPU_MILLISECONDS, Unit.UNIT_INPUT_TOKENS));
        // Pictures may be told with what they took.
        assertEquals(
                Stream.concat(
                                kinds.stream(),
                                Stream.of(
                                        List.of(
                                                count(Unit.UNIT_IMAGES, 1),
                                                count(Unit.UNIT_GPU_MILLISECONDS, 1_000))))
                        .toList(),
                units(Unit.UNIT_GPU_MILLISECONDS, Unit.UNIT_IMAGES));
        assertEquals(
                List.of(
                        List.of(
                                count(Unit.UNIT_PAGES, 1),
                                count(Unit.UNIT_GPU_MILLISECONDS, 1_000))),
                units(Unit.UNIT_GPU_MILLISECONDS, Unit.UNIT_PAGES));
    }
}
