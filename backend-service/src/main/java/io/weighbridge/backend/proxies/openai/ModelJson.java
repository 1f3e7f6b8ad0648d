package io.weighbridge.backend.proxies.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/// JSON as the gateway reads and writes it.
final class ModelJson {
    private static final int DEPTH_MAX = 200;

    /// For requests: no field twice, nothing after the end, numbers as they were written. What is
    /// read so and written anew, no other reader can take for something else.
    static final JsonMapper REQUESTS =
            limited()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    /// For answers.
    static final JsonMapper ANSWERS = limited().build();

    private ModelJson() {}

    private static JsonMapper.Builder limited() {
        return JsonMapper.builder(
                JsonFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxStringLength(Integer.MAX_VALUE)
                                        .maxNestingDepth(DEPTH_MAX)
                                        .build())
                        .build());
    }
}
