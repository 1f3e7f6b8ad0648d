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
import java.util.stream.Stream;

/// A call of which the price is shown before and after: the tokens that were typed; or one usual
/// quantity of whatever the service prices instead of tokens. Where what calls take of GPUs is
/// priced, what the service's model makes or hears decides: tokens, a picture or a minute of sound.
///
/// @param inputTokens of a call that has tokens
/// @param outputTokens of a call that has tokens
record TypicalCall(long inputTokens, long outputTokens) {
    static final TypicalCall USUAL = new TypicalCall(1_500, 300);

    private record Priced(String service, ServiceTier tier) {}

    /// One for each of these services and each tier that has a list price in either book: the calls
    /// that it may be, of which the first counts that has a price.
    List<List<PreviewCall>> of(List<String> services, List<Rate> before, List<Rate> after) {
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
        List<List<PreviewCall>> calls = new ArrayList<>();
        for (String service : services) {
            for (ServiceTier tier : ServiceTier.values()) {
                Set<Unit> priced = units.get(new Priced(service, tier));
                if (priced != null) {
                    calls.add(
                            kinds(priced).stream().map(kind -> call(service, tier, kind)).toList());
                }
            }
        }
        return calls;
    }

    // The backend reckons what these take, of the kind that the service's model goes by.
    private static List<Set<Unit>> kinds(Set<Unit> priced) {
        boolean isReckoned =
                priced.stream().anyMatch(Unit::isCompute)
                        && priced.stream().allMatch(TypicalCall::isReckonedFrom);
        if (isReckoned) {
            List<Set<Unit>> kinds =
                    List.of(
                            EnumSet.of(Unit.INPUT_TOKENS, Unit.OUTPUT_TOKENS),
                            EnumSet.of(Unit.IMAGES, Unit.PIXELS),
                            EnumSet.of(Unit.AUDIO_MILLISECONDS));
            boolean isTold =
                    priced.stream().anyMatch(unit -> !unit.isCompute() && !unit.isRootToken());
            return isTold ? Stream.concat(kinds.stream(), Stream.of(priced)).toList() : kinds;
        }
        Set<Unit> tokens = EnumSet.copyOf(priced);
        tokens.removeIf(unit -> !unit.isRootToken());
        return List.of(tokens.isEmpty() ? priced : tokens);
    }

    private static boolean isReckonedFrom(Unit unit) {
        return unit.isCompute()
                || unit.isRootToken()
                || unit == Unit.PIXELS
                || unit == Unit.IMAGES
                || unit == Unit.AUDIO_MILLISECONDS;
    }

    private PreviewCall call(String service, ServiceTier tier, Set<Unit> units) {
        PreviewCall.Builder call =
                PreviewCall.newBuilder().setService(service).setTierValue(tier.number());
        for (Unit unit : units) {
            call.addUnits(UnitCount.newBuilder().setUnitValue(unit.number()).setCount(count(unit)));
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
