package io.weighbridge.backend.pricing.importing;

import io.weighbridge.model.Unit;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What is taken over of one model's fields, and what is not. Every field is in one of the two.
///
/// @param taken each [RateKey] once, in their order
/// @param left all others
record ModelPrices(List<TakenPrice> taken, List<FieldLeft> left) {
    ModelPrices {
        taken = List.copyOf(taken);
        left = List.copyOf(left);
    }

    private static final int NAMES_MAX = 5;

    static ModelPrices of(JsonValue.Obj fields, String mode, MapScale scale) {
        ModelFields read = ModelFields.of(fields, mode);
        List<FieldLeft> left = new ArrayList<>(read.left());
        List<ModelFields.Found> chosen = oncePerKey(oncePerThing(read.found(), left), left);
        return new ModelPrices(fit(chosen, scale, left), left);
    }

    // Of several fields for one price: the one that says more than zero, if there is only one such
    // amount; else none.
    private static List<ModelFields.Found> oncePerKey(
            List<ModelFields.Found> found, List<FieldLeft> left) {
        Map<RateKey, List<ModelFields.Found>> byKey = new TreeMap<>();
        for (ModelFields.Found each : found) {
            byKey.computeIfAbsent(each.key(), key -> new ArrayList<>()).add(each);
        }
        List<ModelFields.Found> chosen = new ArrayList<>();
        byKey.values().forEach(rivals -> choose(rivals, chosen, left));
        return chosen;
    }

    private static void choose(
            List<ModelFields.Found> rivals, List<ModelFields.Found> chosen, List<FieldLeft> left) {
        int dearest = 0;
        for (int i = 1; i < rivals.size(); i++) {
            if (rivals.get(i).amount().compareTo(rivals.get(dearest).amount()) > 0) {
                dearest = i;
            }
        }
        BigDecimal most = rivals.get(dearest).amount();
        boolean clear =
                rivals.stream()
                        .map(ModelFields.Found::amount)
                        .allMatch(amount -> amount.signum() == 0 || amount.compareTo(most) == 0);
        // Once for all: there may be as many as a map has room for.
        String differs = clear ? "" : "differs: " + names(rivals);
        for (int i = 0; i < rivals.size(); i++) {
            ModelFields.Found each = rivals.get(i);
            if (!clear) {
                left.add(each.left(FieldReason.AMBIGUOUS, differs));
            } else if (i == dearest) {
                chosen.add(each);
            } else {
                String by = rivals.get(dearest).field();
                left.add(each.left(FieldReason.COVERED, "covered by " + by));
            }
        }
    }

    private static String names(List<ModelFields.Found> rivals) {
        List<String> names = rivals.stream().map(ModelFields.Found::field).distinct().toList();
        String shown = names.stream().limit(NAMES_MAX).collect(Collectors.joining(", "));
        return names.size() > NAMES_MAX ? shown + ", ..." : shown;
    }

    // What is priced in a finer unit as well is taken in that one only. In the order of the units,
    // in which a finer one comes first.
    private static List<ModelFields.Found> oncePerThing(
            List<ModelFields.Found> found, List<FieldLeft> left) {
        Set<Unit> priced = EnumSet.noneOf(Unit.class);
        List<ModelFields.Found> chosen = new ArrayList<>();
        for (ModelFields.Found each : inOrderOfUnits(found)) {
            Unit finer =
                    each.rule().finer().stream()
                            .filter(priced::contains)
                            .sorted()
                            .findFirst()
                            .orElse(null);
            if (finer != null) {
                left.add(
                        each.left(
                                FieldReason.OTHER_MEASURE, "the same is priced by " + finer.key()));
            } else {
                chosen.add(each);
                if (each.amount().signum() > 0) {
                    priced.add(each.key().unit());
                }
            }
        }
        return chosen;
    }

    private static List<ModelFields.Found> inOrderOfUnits(List<ModelFields.Found> found) {
        return found.stream()
                .sorted(Comparator.comparing((ModelFields.Found each) -> each.key().unit()))
                .toList();
    }

    private static List<TakenPrice> fit(
            List<ModelFields.Found> chosen, MapScale scale, List<FieldLeft> left) {
        List<TakenPrice> taken = new ArrayList<>();
        for (ModelFields.Found each : chosen) {
            MapScale.Scaled scaled =
                    scale.of(each.amount(), each.key().unit(), each.rule().quantity());
            switch (scaled.fit()) {
                case PriceFit.Fits(ExactPrice price) ->
                        taken.add(
                                new TakenPrice(
                                        each.field(),
                                        each.key(),
                                        each.amount(),
                                        price,
                                        scaled.rounded()));
                case PriceFit.NotExact() ->
                        left.add(
                                each.left(
                                        FieldReason.NOT_EXACT,
                                        "not whole nano-units for any quantity up to 10^12"));
                case PriceFit.TooLarge() ->
                        left.add(each.left(FieldReason.OUT_OF_RANGE, "above a rate's bounds"));
            }
        }
        return taken;
    }

    /// The price taken from a field of the standard tier and no size band, or null.
    @Nullable TakenPrice byField(String field) {
        for (TakenPrice price : taken) {
            if (price.field().equals(field)) {
                return price;
            }
        }
        return null;
    }
}
