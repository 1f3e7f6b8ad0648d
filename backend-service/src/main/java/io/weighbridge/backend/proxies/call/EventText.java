package io.weighbridge.backend.proxies.call;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.proxies.wire.ModelJson;

import java.nio.charset.StandardCharsets;

/// How an event of a stream is written.
final class EventText {
    private EventText() {}

    /// What an event says that has a type: begun with it.
    static ObjectNode type(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    /// An event that is named by the type of what it says.
    static byte[] named(ObjectNode json) {
        return named(json.path("type").asText(), ModelJson.bytes(json));
    }

    static byte[] named(String name, byte[] json) {
        return written("event: " + name + "\n", json);
    }

    static byte[] unnamed(byte[] json) {
        return written("", json);
    }

    private static byte[] written(String before, byte[] json) {
        return (before + "data: " + new String(json, StandardCharsets.UTF_8) + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
