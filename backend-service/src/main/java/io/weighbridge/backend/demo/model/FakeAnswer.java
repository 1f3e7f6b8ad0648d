package io.weighbridge.backend.demo.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;

/// What the fake model writes, as OpenAI does: four letters a token.
///
/// @param model as it was asked for
/// @param wish what it is to be
/// @param isCut whether its maximum ended it
record FakeAnswer(String model, Wish wish, boolean isCut) {
    private static final String TOKEN = "lark";

    /// A whole chat.
    byte[] chat() {
        ObjectNode root = head("chat.completion");
        ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
        choice.putObject("message").put("role", "assistant").put("content", text(visible()));
        choice.put("finish_reason", reason());
        root.set("usage", usage());
        return bytes(root.toString());
    }

    /// A whole embedding.
    byte[] embedding() {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("object", "list");
        root.put("model", model);
        ObjectNode item = root.putArray("data").addObject().put("object", "embedding");
        item.put("index", 0).putArray("embedding").add(1).add(0).add(0);
        root.putObject("usage")
                .put("prompt_tokens", wish.inputTokens())
                .put("total_tokens", wish.inputTokens());
        return bytes(root.toString());
    }

    /// A part of a stream with so many tokens.
    byte[] part(long tokens) {
        ObjectNode root = head("chat.completion.chunk");
        ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta").put("content", text(tokens));
        choice.putNull("finish_reason");
        return event(root.toString());
    }

    /// The end of a stream.
    byte[] end(boolean withUsage) {
        ObjectNode stop = head("chat.completion.chunk");
        ObjectNode choice = stop.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta");
        choice.put("finish_reason", reason());
        StringBuilder all = new StringBuilder("data: ").append(stop).append("\n\n");
        if (withUsage) {
            ObjectNode last = head("chat.completion.chunk");
            last.putArray("choices");
            last.set("usage", usage());
            all.append("data: ").append(last).append("\n\n");
        }
        return bytes(all.append("data: [DONE]\n\n").toString());
    }

    /// Tokens of the answer that are shown.
    long visible() {
        return wish.outputTokens() - wish.reasoningTokens();
    }

    private ObjectNode head(String object) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", "chatcmpl-demo")
                .put("object", object)
                .put("created", 1_700_000_000)
                .put("model", model);
    }

    private String reason() {
        return isCut ? "length" : "stop";
    }

    private ObjectNode usage() {
        ObjectNode usage = JsonNodeFactory.instance.objectNode();
        usage.put("prompt_tokens", wish.inputTokens())
                .put("completion_tokens", wish.outputTokens())
                .put("total_tokens", wish.inputTokens() + wish.outputTokens());
        usage.putObject("prompt_tokens_details").put("cached_tokens", wish.cachedTokens());
        usage.putObject("completion_tokens_details")
                .put("reasoning_tokens", wish.reasoningTokens());
        return usage;
    }

    private static String text(long tokens) {
        return TOKEN.repeat((int) tokens);
    }

    private static byte[] event(String json) {
        return bytes("data: " + json + "\n\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
