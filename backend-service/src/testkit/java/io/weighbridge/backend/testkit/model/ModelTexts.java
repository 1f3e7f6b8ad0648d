package io.weighbridge.backend.testkit.model;

/// What model servers say, in short.
public final class ModelTexts {
    /// The end of a stream.
    public static final String DONE = "[DONE]";

    private ModelTexts() {}

    /// A chat's whole answer.
    public static String answer(String text, String usage) {
        return "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"chat\","
                + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                + text
                + "\"},\"finish_reason\":\"stop\"}]"
                + (usage.isEmpty() ? "" : ",\"usage\":" + usage)
                + "}";
    }

    /// Usage of a chat.
    public static String usage(long input, long output) {
        return "{\"prompt_tokens\":"
                + input
                + ",\"completion_tokens\":"
                + output
                + ",\"total_tokens\":"
                + (input + output)
                + "}";
    }

    /// A part of a chat's stream.
    public static String chunk(String text) {
        return chunk("{\"content\":\"" + text + "\"}", "null", "");
    }

    /// One that tells the usage so far as well.
    public static String chunk(String text, String usage) {
        return chunk("{\"content\":\"" + text + "\"}", "null", ",\"usage\":" + usage);
    }

    /// The last part.
    public static String stop() {
        return chunk("{}", "\"stop\"", "");
    }

    /// Usage alone, after the last part.
    public static String usageChunk(String usage) {
        return head() + "\"choices\":[],\"usage\":" + usage + "}";
    }

    /// A stream of events with these data, as it is sent.
    public static String stream(String... datas) {
        StringBuilder stream = new StringBuilder();
        for (String data : datas) {
            stream.append("data: ").append(data).append("\n\n");
        }
        return stream.toString();
    }

    private static String chunk(String delta, String reason, String also) {
        return head()
                + "\"choices\":[{\"index\":0,\"delta\":"
                + delta
                + ",\"finish_reason\":"
                + reason
                + "}]"
                + also
                + "}";
    }

    private static String head() {
        return "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
                + "\"model\":\"chat\",";
    }
}
