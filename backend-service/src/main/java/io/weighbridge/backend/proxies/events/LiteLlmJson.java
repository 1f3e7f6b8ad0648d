package io.weighbridge.backend.proxies.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads what LiteLLM posts, log by log, and of each only what is looked at. The rest is the
/// client's, such as its metadata: it is passed over, as long as it is at all what Python writes,
/// which has `NaN`, whole numbers of thousands of digits and no limit to how many values there are.
final class LiteLlmJson {
    private static final int NUMBER_LENGTH_MAX = 10_000;
    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxStringLength(Integer.MAX_VALUE)
                                                    .maxNameLength(Integer.MAX_VALUE)
                                                    .maxNumberLength(NUMBER_LENGTH_MAX)
                                                    .build())
                                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    // Values that are read where they are no lists or objects, and no NaN.
    private static final Set<String> VALUES =
            Set.of(
                    "id",
                    "litellm_call_id",
                    "startTime",
                    "endTime",
                    "completionStartTime",
                    "call_type",
                    "model_id",
                    "api_base",
                    "status",
                    "end_user",
                    "model_group",
                    "model",
                    "response_cost",
                    "prompt_tokens",
                    "completion_tokens",
                    "total_tokens",
                    "prompt_cache_hit_tokens");
    private static final Set<String> WHOLE =
            Set.of("error_information", "prompt_tokens_details", "completion_tokens_details");
    private static final String METADATA = "metadata";
    private static final Set<String> METADATA_VALUES = Set.of("user_api_key_hash");
    private static final Set<String> METADATA_WHOLE =
            Set.of("user_api_key_auth_metadata", "usage_object");

    private LiteLlmJson() {}

    /// What was read.
    ///
    /// @param isWhole whether that is all: else there is something after it that is no JSON
    record Logs(List<JsonNode> logs, boolean isWhole) {
        Logs {
            logs = List.copyOf(logs);
        }
    }

    /// Reads a list of logs, or one.
    ///
    /// @throws IOException never: the bytes are here
    static Logs read(byte[] body) throws IOException {
        List<JsonNode> logs = new ArrayList<>();
        try (JsonParser json = JSON.createParser(body)) {
            JsonToken token = json.nextToken();
            if (token == JsonToken.START_ARRAY) {
                for (token = json.nextToken();
                        token != JsonToken.END_ARRAY;
                        token = json.nextToken()) {
                    if (token == null) {
                        return new Logs(logs, false);
                    }
                    logs.add(log(json));
                }
            } else if (token == JsonToken.START_OBJECT) {
                logs.add(log(json));
            }
            return new Logs(logs, json.nextToken() == null);
        } catch (JsonProcessingException e) {
            return new Logs(logs, false);
        }
    }

    private static JsonNode log(JsonParser json) throws IOException {
        if (!json.isExpectedStartObjectToken()) {
            json.skipChildren();
            return JsonNodeFactory.instance.nullNode();
        }
        ObjectNode log = JsonNodeFactory.instance.objectNode();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals(METADATA) && json.isExpectedStartObjectToken()) {
                ObjectNode metadata = log.putObject(METADATA);
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String inner = json.currentName();
                    json.nextToken();
                    keep(json, inner, METADATA_VALUES, METADATA_WHOLE, metadata);
                }
            } else {
                keep(json, name, VALUES, WHOLE, log);
            }
        }
        return log;
    }

    private static void keep(
            JsonParser json, String name, Set<String> values, Set<String> whole, ObjectNode in)
            throws IOException {
        boolean isRead =
                whole.contains(name)
                        || (values.contains(name)
                                && !json.currentToken().isStructStart()
                                && !json.isNaN());
        if (isRead) {
            in.set(name, json.readValueAsTree());
        } else {
            json.skipChildren();
        }
    }
}
