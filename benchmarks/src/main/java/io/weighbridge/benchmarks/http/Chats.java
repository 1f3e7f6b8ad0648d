package io.weighbridge.benchmarks.http;

import io.weighbridge.benchmarks.load.ServerMain;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// Requests for a chat, ready to be sent.
final class Chats {
    private static final long SEED = 1;

    private Chats() {}

    /// By one of these keys at random.
    static Supplier<byte @Nullable []> of(List<String> keys) {
        List<byte[]> all = keys.stream().map(key -> request(key, "\"max_tokens\":200")).toList();
        SplittableRandom random = new SplittableRandom(SEED);
        return () -> all.get(random.nextInt(all.size()));
    }

    /// One that is streamed.
    static byte[] stream(String key) {
        return request(key, "\"stream\":true");
    }

    private static byte[] request(String key, String fields) {
        String body =
                "{\"model\":\""
                        + ServerMain.SERVICE
                        + "\",\"messages\":[{\"role\":\"user\",\"content\":\""
                        + "some words of a prompt ".repeat(10)
                        + "\"}],"
                        + fields
                        + "}";
        return ("POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer "
                        + key
                        + "\r\ncontent-type: application/json\r\ncontent-length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
