package io.weighbridge.backend.testkit.model;

import java.io.IOException;

/// A model server that makes and hears what it is asked for, and tells its usage as OpenAI does.
public final class MediaServer implements ModelServer.Behaviour {
    /// What it says when it hears something.
    public static final String HEARD = "Good morning.";

    @Override
    public void answer(AskedModel asked, ModelReply reply) throws IOException {
        String path = asked.first().split(" ", -1)[1];
        boolean isStream =
                asked.body().contains("\"stream\":true")
                        || asked.body().contains("name=\"stream\"\r\n\r\ntrue")
                        || asked.body().contains("\"stream_format\":\"sse\"");
        switch (path) {
            case "/v1/images/generations" -> images(reply, "image_generation", isStream);
            case "/v1/images/edits" -> images(reply, "image_edit", isStream);
            case "/v1/images/variations" -> reply.json(200, MediaTexts.images(1, ""));
            case "/v1/audio/speech" -> speech(reply, isStream);
            case "/v1/audio/transcriptions", "/v1/audio/translations" -> heard(reply, isStream);
            default -> reply.json(404, "{\"error\":{\"message\":\"no such path\"}}");
        }
    }

    private static void images(ModelReply reply, String type, boolean isStream) throws IOException {
        String usage = MediaTexts.imageUsage(10, 0, 272);
        if (!isStream) {
            reply.json(200, MediaTexts.images(1, "\"size\":\"1024x1024\"," + usage));
            return;
        }
        String fields =
                "\"b64_json\":\"aGk=\",\"created_at\":1,\"size\":\"1024x1024\",\"quality\":\"low\","
                        + "\"background\":\"opaque\",\"output_format\":\"png\"";
        reply.stream();
        reply.event(
                MediaTexts.event(type + ".partial_image", "\"partial_image_index\":0," + fields));
        reply.event(MediaTexts.event(type + ".completed", fields + "," + usage));
        reply.end();
    }

    private static void speech(ModelReply reply, boolean isStream) throws IOException {
        if (!isStream) {
            reply.begin("audio/wav");
            reply.part(MediaTexts.wav(500));
            reply.end();
            return;
        }
        reply.stream();
        reply.event(MediaTexts.event("speech.audio.delta", "\"audio\":\"aGk=\""));
        reply.event(
                MediaTexts.event(
                        "speech.audio.done",
                        "\"usage\":{\"input_tokens\":5,\"output_tokens\":40,\"total_tokens\":45}"));
        reply.end();
    }

    private static void heard(ModelReply reply, boolean isStream) throws IOException {
        String usage = MediaTexts.soundUsage(20, 2, 4);
        if (!isStream) {
            reply.json(200, MediaTexts.heard(HEARD, usage));
            return;
        }
        reply.stream();
        reply.event(MediaTexts.event("transcript.text.delta", "\"delta\":\"" + HEARD + "\""));
        reply.event(
                MediaTexts.event("transcript.text.done", "\"text\":\"" + HEARD + "\"," + usage));
        reply.end();
    }
}
