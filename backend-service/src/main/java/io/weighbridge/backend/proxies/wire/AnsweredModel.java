package io.weighbridge.backend.proxies.wire;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.services.ModelName;

/// Whether the model that answered is the one that is charged for.
public final class AnsweredModel {
    private AnsweredModel() {}

    /// Whether it is another one; see [ModelName#differ].
    public static boolean differs(String asked, JsonNode answered) {
        return answered.isTextual() && ModelName.differ(asked, answered.textValue());
    }
}
