package io.weighbridge.backend.pricing.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Descriptors.EnumDescriptor;

import io.weighbridge.proto.v1.PriceChangeKind;
import io.weighbridge.proto.v1.PriceFlagKind;

import org.junit.jupiter.api.Test;

import java.util.function.ToIntFunction;

/// The closed lists have the same names and numbers inside and in the contract.
final class ContractTest {
    private static <E extends Enum<E>> void assertSame(
            E[] constants, ToIntFunction<E> number, EnumDescriptor contract, String prefix) {
        assertEquals(constants.length, contract.getValues().size() - 1);
        for (E constant : constants) {
            assertEquals(
                    prefix + constant.name(),
                    contract.findValueByNumber(number.applyAsInt(constant)).getName());
        }
    }

    @Test
    void shouldAgreeWithTheContract() {
        assertSame(
                FieldReason.values(),
                FieldReason::number,
                io.weighbridge.proto.v1.FieldReason.getDescriptor(),
                "FIELD_");
        assertSame(
                SkipReason.values(),
                SkipReason::number,
                io.weighbridge.proto.v1.SkipReason.getDescriptor(),
                "SKIP_");
        assertSame(
                FlagKind.values(), FlagKind::number, PriceFlagKind.getDescriptor(), "PRICE_FLAG_");
        assertSame(
                ChangeKind.values(),
                ChangeKind::number,
                PriceChangeKind.getDescriptor(),
                "PRICE_CHANGE_");
    }
}
