package io.weighbridge.console.feature.prices.draft;

import io.weighbridge.console.feature.prices.words.Place;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.PreviewCall;
import io.weighbridge.proto.v1.Rate;
import io.weighbridge.proto.v1.UnitCount;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A call of which the price is shown before and after: the tokens that were typed, also where what
/// they take of GPUs is priced; or one usual quantity of whatever the service prices instead of
/// tokens.
///
/// @param inputTokens of a call that has tokens
/// @param outputTokens of a call that has tokens
record TypicalCall(long inputTokens, long outputTokens) {
    static final TypicalCall USUAL = new TypicalCall(1_500, 300);

    private record Priced(String service, ServiceTier tier) {}

    /// One for each of these services and each tier that has a list price in either book.
    List<PreviewCall> of(List<String> services, List<Rate> before, List<Rate> after) {
        Map<Priced, Set<Unit>> units = new LinkedHashMap<>();
        for (List<Rate> rates : List.of(before, after)) {
            for (Rate rate : rates) {
                if (services.contains(rate.getService()) && rate.getAccount().isEmpty()) {
                    Place place = Place.of(rate);
                    Unit whole = place.unit().partOf();
                    units.computeIfAbsent(
                                    new Priced(place.service(), place.tier()),
                                    _ -> EnumSet.noneOf(Unit.class))
                            .add(whole == null ? place.unit() : whole);
                }
            }
        }
        List<PreviewCall> calls = new ArrayList<>();
        for (String service : services) {
            for (ServiceTier tier : ServiceTier.values()) {
                Set<Unit> priced = units.get(new Priced(service, tier));
                if (priced != null) {
                    calls.add(call(service, tier, priced));
                }
            }
        }
        return calls;
    }

    private PreviewCall call(String service, ServiceTier tier, Set<Unit> units) {
        PreviewCall.Builder call =
                PreviewCall.newBuilder().setService(service).setTierValue(tier.number());
        boolean hasTokens = units.stream().anyMatch(Unit::isRootToken);
        if (units.stream().allMatch(unit -> unit.isRootToken() || unit.isCompute())
                && units.stream().anyMatch(Unit::isCompute)) {
            // The backend reckons what these take.
            units = EnumSet.of(Unit.INPUT_TOKENS, Unit.OUTPUT_TOKENS);
            hasTokens = true;
        }
        for (Unit unit : units) {
            if (!hasTokens || unit.isRootToken()) {
                call.addUnits(
                        UnitCount.newBuilder().setUnitValue(unit.number()).setCount(count(unit)));
            }
        }
        return call.build();
    }

    private long count(Unit unit) {
        return switch (unit) {
            case INPUT_TOKENS -> inputTokens;
            case OUTPUT_TOKENS -> outputTokens;
            case AUDIO_MILLISECONDS -> 60_000;
            case VIDEO_MILLISECONDS -> 5_000;
            case PIXELS -> 1_048_576;
            case CHARACTERS -> 1_000;
            default -> unit.perDisplayUnit();
        };
    }
}
