package io.weighbridge.backend.proxies.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

/// Reads what a model server says was used. A count that is there counts, be it zero; one that is
/// missing, or is no count, is not known, which is not zero.
public final class UsageJson {
    private static final long MISSING = -1;

    private UsageJson() {}

    /// The units that a `usage` object tells; those it does not are not named.
    public static Units units(JsonNode usage) {
        long input = count(usage, "prompt_tokens");
        long output = count(usage, "completion_tokens");
        long total = count(usage, "total_tokens");
        JsonNode inputParts = usage.path("prompt_tokens_details");
        JsonNode outputParts = usage.path("completion_tokens_details");
        long reasoning = Math.max(0, count(outputParts, "reasoning_tokens"));
        if (input != MISSING && total != MISSING && usage.has("completion_tokens")) {
            // Some count thinking beside the answer, and only their total has it.
            long rest = total - input;
            if (rest > Math.max(0, output)) {
                reasoning = output == MISSING ? reasoning : Math.max(reasoning, rest - output);
                output = rest;
            }
        }
        Units units = Units.NONE;
        if (input != MISSING) {
            units = units.with(Unit.INPUT_TOKENS, input);
            long left = input;
            left = part(left, cached(usage, inputParts));
            units = with(units, Unit.CACHED_INPUT_TOKENS, input - left);
            units = split(units, left, inputParts, true);
        }
        if (output != MISSING) {
            units = units.with(Unit.OUTPUT_TOKENS, output);
            long left = part(output, reasoning);
            units = with(units, Unit.REASONING_TOKENS, output - left);
            units = split(units, left, outputParts, false);
        }
        return units;
    }

    /// The same of Anthropic's API. Where it asked the model several times, as to write a summary,
    /// the counts at the top are of the last time alone, and each time has its own in a list.
    static Units ofMessages(JsonNode usage) {
        Units top = ofMessage(usage);
        Units sum = Units.NONE;
        for (JsonNode iteration : usage.path("iterations")) {
            Units one = ofMessage(iteration);
            for (Unit unit : one.units()) {
                sum = sum.with(unit, sum.get(unit) + one.get(unit));
            }
        }
        return sum.tokens() > top.tokens() ? sum : top;
    }

    // What was cached, or is to be, is beside the input and not part of it.
    private static Units ofMessage(JsonNode usage) {
        Units units = Units.NONE;
        long fresh = count(usage, "input_tokens");
        if (fresh != MISSING) {
            long read = Math.max(0, count(usage, "cache_read_input_tokens"));
            long written = Math.max(0, count(usage, "cache_creation_input_tokens"));
            JsonNode parts = usage.path("cache_creation");
            long hour = Math.max(0, count(parts, "ephemeral_1h_input_tokens"));
            long minutes = Math.max(0, count(parts, "ephemeral_5m_input_tokens"));
            written = Math.max(written, hour + minutes);
            units = units.with(Unit.INPUT_TOKENS, fresh + read + written);
            units = with(units, Unit.CACHED_INPUT_TOKENS, read);
            units = with(units, Unit.CACHE_WRITE_5M_TOKENS, written - hour);
            units = with(units, Unit.CACHE_WRITE_1H_TOKENS, hour);
        }
        long output = count(usage, "output_tokens");
        return output == MISSING ? units : units.with(Unit.OUTPUT_TOKENS, output);
    }

    /// The same of the Responses API, which names it otherwise.
    public static Units ofResponses(JsonNode usage) {
        ObjectNode named = JsonNodeFactory.instance.objectNode();
        named.set("prompt_tokens", usage.get("input_tokens"));
        named.set("prompt_tokens_details", usage.get("input_tokens_details"));
        named.set("completion_tokens", usage.get("output_tokens"));
        named.set("completion_tokens_details", usage.get("output_tokens_details"));
        return units(named);
    }

    // Parts together are never more than their whole, whatever is said.
    private static Units split(Units whole, long left, JsonNode parts, boolean isInput) {
        Units units = whole;
        long rest = left;
        String[] fields = {"audio_tokens", "image_tokens", "cache_write_tokens"};
        Unit[] names =
                isInput
                        ? new Unit[] {
                            Unit.AUDIO_INPUT_TOKENS,
                            Unit.IMAGE_INPUT_TOKENS,
                            Unit.CACHE_WRITE_5M_TOKENS
                        }
                        : new Unit[] {Unit.AUDIO_OUTPUT_TOKENS, Unit.IMAGE_OUTPUT_TOKENS};
        for (int i = 0; i < names.length; i++) {
            long after = part(rest, Math.max(0, count(parts, fields[i])));
            units = with(units, names[i], rest - after);
            rest = after;
        }
        return units;
    }

    private static long part(long whole, long part) {
        return whole - Math.min(whole, part);
    }

    private static Units with(Units units, Unit unit, long count) {
        return count == 0 ? units : units.with(unit, count);
    }

    private static long cached(JsonNode usage, JsonNode parts) {
        long cached = count(parts, "cached_tokens");
        if (cached == MISSING) {
            cached = count(usage, "prompt_cache_hit_tokens");
        }
        return Math.max(0, cached);
    }

    private static long count(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            return MISSING;
        }
        long count = value.longValue();
        return count < 0 || count > Unit.COUNT_MAX ? MISSING : count;
    }
}
