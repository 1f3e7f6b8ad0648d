package io.weighbridge.backend.proxies.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.wire.ModelJson;
import io.weighbridge.backend.services.Service;

import java.util.List;

/// Services as OpenAI lists models.
final class ModelList {
    private ModelList() {}

    static byte[] all(List<Service> services) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode data = root.putArray("data");
        services.forEach(service -> data.add(model(service)));
        return bytes(root);
    }

    static byte[] one(Service service) {
        return bytes(model(service));
    }

    private static ObjectNode model(Service service) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", service.name())
                .put("object", "model")
                .put("created", service.createdAtMs() / 1_000)
                .put("owned_by", "weighbridge");
    }

    private static byte[] bytes(ObjectNode root) {
        try {
            return ModelJson.ANSWERS.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw Fault.internal("a list of models could not be written", e);
        }
    }
}
