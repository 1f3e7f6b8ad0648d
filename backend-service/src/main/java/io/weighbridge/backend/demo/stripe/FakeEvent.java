package io.weighbridge.backend.demo.stripe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;

/// Something that happened, as it is told to webhook endpoints.
///
/// @param body to be signed and sent
public record FakeEvent(String id, String type, String body) {
    private static final String API_VERSION = "2026-07-29.dahlia";

    static FakeEvent of(String type, ObjectNode object, boolean live, long createdSeconds) {
        String id = FakeObjects.id("evt");
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("id", id)
                .put("object", "event")
                .put("api_version", API_VERSION)
                .put("created", createdSeconds);
        root.putObject("data").set("object", object.deepCopy());
        root.put("livemode", live).put("pending_webhooks", 1);
        root.putObject("request").putNull("id").putNull("idempotency_key");
        root.put("type", type);
        return new FakeEvent(id, type, root.toPrettyString());
    }

    /// The body as it is sent.
    public byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
