package io.weighbridge.backend.proxies.contract;

import io.weighbridge.backend.proxies.wire.Endpoint;
import io.weighbridge.backend.proxies.wire.PromptSize;
import io.weighbridge.backend.proxies.wire.RequestReader;
import io.weighbridge.backend.proxies.wire.RequestRules;
import io.weighbridge.backend.proxies.wire.TextMeasure;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/// The chat that tests ask for, and what the gate makes of it.
public final class Chats {
    /// How its request is read.
    public static final RequestRules RULES =
            new RequestRules("max_tokens", Set.of(), false, TextMeasure.ByModel.NONE, 2_000);

    private Chats() {}

    /// Its request, with more fields.
    public static String body(String fields) {
        return "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Say hello.\"}]"
                + (fields.isEmpty() ? "" : "," + fields)
                + "}";
    }

    /// What the gate estimates for its prompt.
    public static PromptSize size(String fields) {
        byte[] body = body(fields).getBytes(StandardCharsets.UTF_8);
        return RequestReader.read(Endpoint.CHAT, body, RULES).size();
    }

    /// What is charged for its prompt when nobody tells its size.
    public static long likely(String fields) {
        return size(fields).likelyTokens();
    }
}
