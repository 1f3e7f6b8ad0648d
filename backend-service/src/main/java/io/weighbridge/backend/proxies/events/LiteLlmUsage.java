package io.weighbridge.backend.proxies.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.proxies.wire.UsageJson;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.Units;

/// What LiteLLM tells of a call's usage and end, alike in its logging objects and its spend logs:
/// counts at the top, and in the metadata what the model server told.
final class LiteLlmUsage {
    private LiteLlmUsage() {}

    /// The units; none when nobody told any: without what the model server told, LiteLLM writes
    /// zeros, which may mean that it is not known.
    static Units units(JsonNode call, JsonNode metadata) {
        Units units =
                metadata.path("usage_object") instanceof ObjectNode usage
                        ? UsageJson.units(withWritten(usage))
                        : Units.NONE;
        if (!units.isEmpty()) {
            return units;
        }
        Units counted = UsageJson.units(call);
        return counted.tokens() == 0 ? Units.NONE : counted;
    }

    // What was written to the model server's cache stands beside the details.
    private static ObjectNode withWritten(ObjectNode usage) {
        JsonNode written = usage.path("cache_creation_input_tokens");
        if (!written.isIntegralNumber()) {
            return usage;
        }
        ObjectNode copy = usage.deepCopy();
        ObjectNode details =
                copy.path("prompt_tokens_details") instanceof ObjectNode known
                        ? known
                        : copy.putObject("prompt_tokens_details");
        if (!details.path("cache_write_tokens").isIntegralNumber()) {
            details.set("cache_write_tokens", written);
        }
        return copy;
    }

    /// How it ended: who leaves a stream is a success to LiteLLM, with tokens that it counted
    /// itself.
    static Outcome outcome(JsonNode errorInformation) {
        return errorInformation.path("error_code").asText().equals("499")
                ? Outcome.CLIENT_GONE
                : Outcome.OK;
    }
}
