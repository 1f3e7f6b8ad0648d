package io.weighbridge.backend.pricing;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.services.Services;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;
import io.weighbridge.proto.v1.PreviewCall;
import io.weighbridge.proto.v1.PreviewedCharge;
import io.weighbridge.proto.v1.UnitCount;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.LongPredicate;

/// Previews to and from protobuf.
final class PreviewMapping {
    private PreviewMapping() {}

    /// @throws Fault INVALID_FIELD, INVALID_UNITS, SERVICE_UNKNOWN, ACCOUNT_UNKNOWN
    static Preview.Call fromProto(
            String at, PreviewCall call, Services services, LongPredicate isAccount) {
        return new Preview.Call(
                PricesMapping.service(at + ".service", call.getService(), services),
                PricesMapping.account(at + ".account", call.getAccount(), isAccount),
                PricesMapping.tier(at + ".tier", call.getTierValue()),
                units(at + ".units", call.getUnitsList()));
    }

    private static Units units(String at, List<UnitCount> counts) {
        Units units = Units.NONE;
        for (UnitCount count : counts) {
            Unit unit = Unit.byNumber(count.getUnitValue());
            if (unit == null || units.has(unit)) {
                throw invalid(at, "a unit that is unknown or stands there twice");
            }
            units = units.with(unit, count.getCount());
        }
        String problem = units.isEmpty() ? "empty (expected: at least one)" : units.problem();
        if (problem != null) {
            throw invalid(at, problem);
        }
        return units;
    }

    private static Fault invalid(String at, String problem) {
        return Fault.of(ErrorCode.INVALID_UNITS, at + ": " + problem);
    }

    static PreviewedCharge toProto(@Nullable Rating rating) {
        return switch (rating) {
            case null -> PreviewedCharge.getDefaultInstance();
            case Rating.Rated rated ->
                    PreviewedCharge.newBuilder()
                            .setPriced(true)
                            .setPriceNanos(rated.priceNanos())
                            .setFeeNanos(rated.feeNanos())
                            .setChargeNanos(rated.chargeNanos())
                            .build();
            case Rating.Unpriced without ->
                    PreviewedCharge.newBuilder().setUnpricedValue(without.unit().number()).build();
            case Rating.TooLarge _ -> PreviewedCharge.newBuilder().setTooLarge(true).build();
        };
    }
}
