package io.weighbridge.backend.proxies.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.platform.fault.Fault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// JSON as the gateway reads and writes it.
public final class ModelJson {
    private static final int DEPTH_MAX = 200;

    // A list of nothing but brackets is twenty times as long in memory as it was.
    private static final long REQUEST_TOKENS_MAX = 500_000;

    /// What a request has to be like to be read.
    static final String REQUESTS_EXPECTED =
            "at most "
                    + REQUEST_TOKENS_MAX
                    + " brackets, names and values, at most "
                    + DEPTH_MAX
                    + " deep";

    /// For requests: no field twice, nothing after the end, numbers as they were written. What is
    /// read so and written anew, no other reader can take for something else.
    static final JsonMapper REQUESTS =
            limited(REQUEST_TOKENS_MAX)
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    /// For answers. Numbers as they were written too: some are money.
    public static final JsonMapper ANSWERS =
            limited(Long.MAX_VALUE)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private ModelJson() {}

    /// Reads JSON that has one reading only.
    ///
    /// @throws JsonProcessingException when it is none
    public static JsonNode strict(byte[] json) throws IOException {
        return REQUESTS.readTree(json);
    }

    /// Writes JSON. Half a character, which JSON can escape and UTF-8 cannot write, becomes `?`.
    ///
    /// @throws Fault INTERNAL
    public static byte[] bytes(ObjectNode root) {
        try {
            return REQUESTS.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw Fault.internal("JSON could not be written", e);
        }
    }

    private static JsonMapper.Builder limited(long tokensMax) {
        return JsonMapper.builder(
                JsonFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxStringLength(Integer.MAX_VALUE)
                                        .maxNestingDepth(DEPTH_MAX)
                                        .maxTokenCount(tokensMax)
                                        .build())
                        .build());
    }
}
