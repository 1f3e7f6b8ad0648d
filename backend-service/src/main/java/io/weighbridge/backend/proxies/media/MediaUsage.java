package io.weighbridge.backend.proxies.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.proxies.wire.UsageJson;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Reads what a model server says that a call used: tokens, or a length. What is missing, or is no
/// count, is not known, which is not zero.
final class MediaUsage {
    private static final BigDecimal MS = BigDecimal.valueOf(1_000);
    private static final BigDecimal MS_MAX = BigDecimal.valueOf(Unit.COUNT_MAX);

    private MediaUsage() {}

    /// What a `usage` tells; those units that it does not are not named.
    static Units units(MediaEndpoint endpoint, JsonNode usage) {
        if (!usage.isObject()) {
            return Units.NONE;
        }
        Units tokens = tokens(endpoint, usage);
        Units length = milliseconds(usage.path("seconds"));
        return length.isEmpty()
                ? tokens
                : tokens.with(Unit.AUDIO_MILLISECONDS, length.get(Unit.AUDIO_MILLISECONDS));
    }

    private static Units tokens(MediaEndpoint endpoint, JsonNode usage) {
        if (usage.has("prompt_tokens") || usage.has("completion_tokens")) {
            return UsageJson.units(usage);
        }
        ObjectNode named = JsonNodeFactory.instance.objectNode();
        named.set("input_tokens", usage.get("input_tokens"));
        named.set("output_tokens", usage.get("output_tokens"));
        // Transcriptions have it in the singular.
        named.set(
                "input_tokens_details",
                either(usage, "input_tokens_details", "input_token_details"));
        named.set(
                "output_tokens_details",
                either(usage, "output_tokens_details", "output_token_details"));
        Units units = UsageJson.ofResponses(named);
        return units.has(Unit.OUTPUT_TOKENS) && named.path("output_tokens_details").isEmpty()
                ? whole(endpoint, units)
                : units;
    }

    private static JsonNode either(JsonNode usage, String one, String other) {
        return usage.path(one).isObject() ? usage.path(one) : usage.path(other);
    }

    // Where the parts of what was made are not told, it is all of the kind that it makes.
    private static Units whole(MediaEndpoint endpoint, Units units) {
        long output = units.get(Unit.OUTPUT_TOKENS);
        if (output == 0 || endpoint.hears()) {
            return units;
        }
        return units.with(
                endpoint.makesImages() ? Unit.IMAGE_OUTPUT_TOKENS : Unit.AUDIO_OUTPUT_TOKENS,
                output);
    }

    /// A length in seconds.
    static Units milliseconds(JsonNode seconds) {
        if (!seconds.isNumber()) {
            return Units.NONE;
        }
        BigDecimal ms = seconds.decimalValue().multiply(MS).setScale(0, RoundingMode.HALF_EVEN);
        return ms.signum() < 0 || ms.compareTo(MS_MAX) > 0
                ? Units.NONE
                : Units.of(Unit.AUDIO_MILLISECONDS, ms.longValueExact());
    }
}
