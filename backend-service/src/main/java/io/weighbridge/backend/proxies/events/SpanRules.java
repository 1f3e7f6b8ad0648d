package io.weighbridge.backend.proxies.events;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Set;

/// What spans of the GenAI semantic conventions (1.41, and the names before) tell of usage: pure
/// rules.
final class SpanRules {
    /// What the names of all attributes begin with that tell of usage.
    static final String USAGE = "gen_ai.usage.";
    private static final String OPERATION = "gen_ai.operation.name";
    private static final String EMBEDDINGS = "embeddings";
    // Of a model that was called. The others that have usage sum up what these tell.
    private static final Set<String> OF_MODELS =
            Set.of("", "chat", "text_completion", "generate_content", EMBEDDINGS);
    private static final Set<String> OF_OTHERS =
            Set.of(
                    "create_agent",
                    "invoke_agent",
                    "invoke_workflow",
                    "execute_tool",
                    "retrieval",
                    "plan");

    private SpanRules() {}

    /// The attributes of a span that are read, by name.
    record Attributes(Map<String, Object> values) {
        Attributes {
            values = Map.copyOf(values);
        }

        /// A text, empty when it is not there.
        ///
        /// @throws Fault INVALID_FIELD
        String text(String name) {
            Object value = values.get(name);
            if (value == null) {
                return "";
            }
            if (!(value instanceof String text)) {
                throw Fault.invalid(name, "not a text", "a text");
            }
            return text;
        }

        /// The end user inside the account, empty for none.
        String endUser() {
            return values.get("weighbridge.user") instanceof String text ? EndUser.of(text) : "";
        }

        /// A count, null when it is not there.
        ///
        /// @throws Fault INVALID_FIELD
        @Nullable Long count(String name) {
            Object value = values.get(USAGE + name);
            if (value == null) {
                return null;
            }
            if (!(value instanceof Long count) || count < 0) {
                throw Fault.invalid(
                        USAGE + name, Check.shown(value.toString()), "a whole number from 0");
            }
            return count;
        }
    }

    /// Whether it is of a call of a model, and so to be charged.
    ///
    /// @throws Fault INVALID_FIELD when it is of something that is not known
    static boolean isOfModel(Attributes span) {
        String operation = span.text(OPERATION);
        if (OF_OTHERS.contains(operation)) {
            return false;
        }
        if (!OF_MODELS.contains(operation)) {
            throw Fault.invalid(
                    OPERATION,
                    Check.shown(operation),
                    "chat, text_completion, generate_content or embeddings");
        }
        return true;
    }

    /// The units that are told; those that are not are not named. None where a model that writes
    /// told no output: it is not known, which is not zero.
    ///
    /// @throws Fault INVALID_FIELD
    static Units units(Attributes span) {
        Units told = told(span);
        boolean isWhole = told.has(Unit.OUTPUT_TOKENS) || span.text(OPERATION).equals(EMBEDDINGS);
        return isWhole ? told : Units.NONE;
    }

    private static Units told(Attributes span) {
        Units units = Units.NONE;
        Long input = either(span, "input_tokens", "prompt_tokens");
        Long output = either(span, "output_tokens", "completion_tokens");
        Long cached = span.count("cache_read.input_tokens");
        Long written = span.count("cache_creation.input_tokens");
        Long reasoning = span.count("reasoning.output_tokens");
        if (input != null || cached != null || written != null) {
            long parts = or0(cached) + or0(written);
            // What was cached should be among the input; where it cannot be, it is beside it.
            long all = or0(input) < parts ? or0(input) + parts : or0(input);
            units = units.with(Unit.INPUT_TOKENS, all);
            units = with(units, Unit.CACHED_INPUT_TOKENS, cached);
            units = with(units, Unit.CACHE_WRITE_5M_TOKENS, written);
        }
        if (output != null || reasoning != null) {
            long all = or0(output) < or0(reasoning) ? or0(output) + or0(reasoning) : or0(output);
            units = units.with(Unit.OUTPUT_TOKENS, all);
            units = with(units, Unit.REASONING_TOKENS, reasoning);
        }
        return units;
    }

    private static @Nullable Long either(Attributes span, String name, String before) {
        Long count = span.count(name);
        return count == null ? span.count(before) : count;
    }

    private static long or0(@Nullable Long count) {
        return count == null ? 0 : Math.min(count, Unit.COUNT_MAX + 1);
    }

    private static Units with(Units units, Unit unit, @Nullable Long count) {
        return count == null ? units : units.with(unit, or0(count));
    }
}
