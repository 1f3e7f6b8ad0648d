package io.weighbridge.backend.pricing.importing;

import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The fields of one model, each looked at by itself: those that have a price for a unit, and the
/// others.
final class ModelFields {
    private static final String TIERED = "tiered_pricing";
    private static final String SEARCH = "search_context_cost_per_query";

    /// A field with a price.
    record Found(String field, RateKey key, FieldRule.Priced rule, BigDecimal amount) {
        FieldLeft left(FieldReason reason, String why) {
            return new FieldLeft(field, reason, why, key, "", null);
        }
    }

    private final String mode;
    private final List<Found> found = new ArrayList<>();
    private final List<FieldLeft> left = new ArrayList<>();

    private ModelFields(String mode) {
        this.mode = mode;
    }

    static ModelFields of(JsonValue.Obj fields, String mode) {
        ModelFields read = new ModelFields(mode);
        Set<String> seen = new HashSet<>();
        Set<String> twice = new HashSet<>();
        for (JsonValue.Member member : fields.members()) {
            if (!seen.add(member.name())) {
                twice.add(member.name());
            }
        }
        for (JsonValue.Member member : fields.members()) {
            if (twice.contains(member.name())) {
                read.twice(member.name());
            } else {
                read.field(member.name(), member.value());
            }
        }
        return read;
    }

    List<Found> found() {
        return found;
    }

    List<FieldLeft> left() {
        return left;
    }

    private void leave(String field, FieldReason reason, String why) {
        left.add(FieldLeft.of(field, reason, why));
    }

    private void twice(String field) {
        FieldName name = FieldName.of(field);
        left.add(
                new FieldLeft(
                        field,
                        FieldReason.DUPLICATE,
                        "stands in the entry more than once",
                        FieldRule.of(name.base(), mode) instanceof FieldRule.Priced rule
                                ? key(rule.unit(), name)
                                : null,
                        "",
                        null));
    }

    private static RateKey key(Unit unit, FieldName name) {
        return new RateKey(unit, name.tier(), name.aboveInputTokens());
    }

    private void field(String field, JsonValue value) {
        if (field.equals(TIERED)) {
            tiered(value);
            return;
        }
        if (field.equals(SEARCH)) {
            search(value);
            return;
        }
        FieldName name = FieldName.of(field);
        switch (FieldRule.of(name.base(), mode)) {
            case FieldRule.Priced rule -> priced(field, key(rule.unit(), name), rule, value);
            case FieldRule.Listed(FieldReason reason, String why) -> leave(field, reason, why);
            case null -> unknown(field, value);
        }
    }

    private void priced(String field, RateKey key, FieldRule.Priced rule, JsonValue value) {
        String text =
                switch (value) {
                    case JsonValue.Num(String number) -> number;
                    case JsonValue.Text(String number) -> number;
                    case JsonValue.Word(String word) -> word;
                    case JsonValue.Arr _ -> "a list";
                    case JsonValue.Obj _ -> "an object";
                };
        switch (Decimal.of(text)) {
            case Decimal.Value(BigDecimal amount) -> found.add(new Found(field, key, rule, amount));
            case Decimal.Wrong(FieldReason reason) ->
                    left.add(new FieldLeft(field, reason, why(reason), key, "", null));
        }
    }

    private static String why(FieldReason reason) {
        return switch (reason) {
            case NEGATIVE -> "below zero";
            case NOT_A_NUMBER -> "not a number";
            case OUT_OF_RANGE -> "above a rate's bounds";
            case NOT_EXACT -> "too small to be a whole nano-unit for any quantity";
            case NO_UNIT,
                    NO_VARIANT,
                    COVERED,
                    AMBIGUOUS,
                    OTHER_MEASURE,
                    DUPLICATE,
                    UNKNOWN,
                    NOT_A_PRICE ->
                    throw new IllegalArgumentException(reason.name());
        };
    }

    private void unknown(String field, JsonValue value) {
        String base = FieldName.variantOf(field).orElse("");
        if (!base.isEmpty()) {
            BigDecimal amount =
                    value instanceof JsonValue.Num(String text)
                                    && Decimal.of(text) instanceof Decimal.Value(BigDecimal number)
                            ? number
                            : null;
            left.add(
                    new FieldLeft(
                            field,
                            FieldReason.NO_VARIANT,
                            "a rate cannot depend on '" + field.substring(base.length() + 1) + "'",
                            null,
                            base,
                            amount));
        } else if (FieldName.soundsLikePrice(field) || holdsCost(value)) {
            leave(field, FieldReason.UNKNOWN, "sounds like a price, and is not known");
        } else {
            FieldRule.Listed not = FieldRule.notAPrice();
            leave(field, not.reason(), not.why());
        }
    }

    private static boolean holdsCost(JsonValue value) {
        return switch (value) {
            case JsonValue.Obj(List<JsonValue.Member> members) ->
                    members.stream()
                            .anyMatch(m -> m.name().contains("cost") || holdsCost(m.value()));
            case JsonValue.Arr(List<JsonValue> items) ->
                    items.stream().anyMatch(ModelFields::holdsCost);
            case JsonValue.Num _, JsonValue.Text _, JsonValue.Word _ -> false;
        };
    }

    // Three sizes of search context; a rate knows none, so they must cost the same.
    private void search(JsonValue value) {
        if (!(value instanceof JsonValue.Obj(List<JsonValue.Member> sizes)) || sizes.isEmpty()) {
            leave(SEARCH, FieldReason.NOT_A_NUMBER, "not an object of sizes");
            return;
        }
        Set<BigDecimal> amounts = new HashSet<>();
        for (JsonValue.Member size : sizes) {
            if (size.value() instanceof JsonValue.Num(String text)
                    && Decimal.of(text) instanceof Decimal.Value(BigDecimal amount)) {
                amounts.add(amount.stripTrailingZeros());
            } else {
                leave(SEARCH, FieldReason.NOT_A_NUMBER, "a size without a price");
                return;
            }
        }
        if (amounts.size() == 1 && FieldRule.of(SEARCH, mode) instanceof FieldRule.Priced rule) {
            RateKey key = new RateKey(rule.unit(), ServiceTier.STANDARD, 0);
            found.add(new Found(SEARCH, key, rule, amounts.iterator().next()));
        } else {
            leave(SEARCH, FieldReason.NO_VARIANT, "a rate cannot depend on the context's size");
        }
    }

    // Bands of prompt size in another form: [{"range": [0, 256000], "input_cost_per_token": ...}].
    private void tiered(JsonValue value) {
        if (!(value instanceof JsonValue.Arr(List<JsonValue> tiers))) {
            leave(TIERED, FieldReason.NOT_A_NUMBER, "not a list");
            return;
        }
        for (JsonValue tier : tiers) {
            if (tier instanceof JsonValue.Obj fields) {
                Long above = above(fields.get("range"));
                for (JsonValue.Member member : fields.members()) {
                    if (!member.name().endsWith("range")) {
                        tier(member, above);
                    }
                }
            } else {
                leave(TIERED, FieldReason.NOT_A_NUMBER, "not a list of objects");
            }
        }
    }

    private void tier(JsonValue.Member member, @Nullable Long above) {
        String field = TIERED + '.' + member.name();
        FieldName name = FieldName.of(member.name());
        if (!(FieldRule.of(name.base(), mode) instanceof FieldRule.Priced rule)) {
            leave(field, FieldReason.UNKNOWN, "no price that is known");
        } else if (above == null || name.aboveInputTokens() != 0) {
            leave(field, FieldReason.NO_VARIANT, "does not depend on the size of the prompt");
        } else {
            priced(field, new RateKey(rule.unit(), name.tier(), above), rule, member.value());
        }
    }

    // Where a band begins, or null when the range is none of tokens.
    private static @Nullable Long above(@Nullable JsonValue range) {
        if (range instanceof JsonValue.Arr(List<JsonValue> ends)
                && ends.size() == 2
                && ends.getFirst() instanceof JsonValue.Num(String text)
                && Decimal.of(text) instanceof Decimal.Value(BigDecimal from)
                && from.stripTrailingZeros().scale() <= 0
                && from.compareTo(BigDecimal.valueOf(Unit.COUNT_MAX)) <= 0) {
            return from.longValueExact();
        }
        return null;
    }
}
