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

/// Which units the call has of which the price is shown.
final class TypicalCallTest {
    private static List<UnitCount> units(Unit... priced) {
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
        List<PreviewCall> calls = new TypicalCall(70, 3).of(List.of("chat"), List.of(), rates);
        assertEquals(1, calls.size());
        return calls.getFirst().getUnitsList();
    }

    private static UnitCount count(Unit unit, long count) {
        return UnitCount.newBuilder().setUnit(unit).setCount(count).build();
    }

    @Test
    void tokensAreReckonedWhereWhatTheyTakeIsPriced() {
        List<UnitCount> tokens =
                List.of(count(Unit.UNIT_INPUT_TOKENS, 70), count(Unit.UNIT_OUTPUT_TOKENS, 3));
        assertEquals(tokens, units(Unit.UNIT_GIGAFLOPS));
        assertEquals(tokens, units(Unit.UNIT_GPU_MILLISECONDS, Unit.UNIT_INPUT_TOKENS));
        // Pictures are told with what they took.
        assertEquals(
                List.of(count(Unit.UNIT_IMAGES, 1), count(Unit.UNIT_GPU_MILLISECONDS, 1_000)),
                units(Unit.UNIT_GPU_MILLISECONDS, Unit.UNIT_IMAGES));
    }
}
