package io.weighbridge.backend.pricing.importing;

import io.weighbridge.model.ServiceTier;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A field's name in its parts: `input_cost_per_token_above_200k_tokens_priority`.
///
/// @param base what is priced
/// @param aboveInputTokens the size band; 0 for none
/// @param tier the tier
record FieldName(String base, long aboveInputTokens, ServiceTier tier) {
    private static final Pattern FORM =
            Pattern.compile(
                    "(?<base>.+?)(?:_above_(?<size>[0-9]{1,6})(?<scale>[km])_tokens)?"
                            + "(?:_(?<tier>batches|flex|priority))?");
    private static final Pattern PRICE =
            Pattern.compile(
                    ".*(cost|price|pricing|uplift|multiplier|discount|surcharge|fee|free|credit).*");
    private static final List<String> LONGEST_FIRST =
            FieldRule.PRICED.stream()
                    .sorted(Comparator.comparingInt(String::length).reversed())
                    .toList();

    static FieldName of(String name) {
        Matcher form = FORM.matcher(name);
        if (!form.matches()) {
            return new FieldName(name, 0, ServiceTier.STANDARD);
        }
        String size = form.group("size");
        String tier = form.group("tier");
        long above = 0;
        if (size != null) {
            above = Long.parseLong(size) * ("m".equals(form.group("scale")) ? 1_000_000 : 1_000);
        }
        return new FieldName(
                form.group("base"), above, tier == null ? ServiceTier.STANDARD : tier(tier));
    }

    private static ServiceTier tier(String suffix) {
        return switch (suffix) {
            case "batches" -> ServiceTier.BATCH;
            case "flex" -> ServiceTier.FLEX;
            case "priority" -> ServiceTier.PRIORITY;
            default -> throw new IllegalArgumentException(suffix);
        };
    }

    /// The known field that a name begins with: `output_cost_per_second` of
    /// `output_cost_per_second_1080p`.
    static Optional<String> variantOf(String name) {
        return LONGEST_FIRST.stream().filter(base -> name.startsWith(base + "_")).findFirst();
    }

    /// Whether a name that is not known may be a price's. Such a field is not passed over.
    static boolean soundsLikePrice(String name) {
        return !name.startsWith("supports_") && PRICE.matcher(name).matches();
    }
}
