package io.weighbridge.backend.proxies.litellm;

import io.weighbridge.backend.testkit.model.AskedModel;
import io.weighbridge.backend.testkit.model.ModelReply;
import io.weighbridge.backend.testkit.model.ModelTexts;

import java.io.IOException;

/// What the model server behind LiteLLM answers.
final class LiteLlmModel {
    private static final String USAGE =
            "{\"prompt_tokens\":50,\"completion_tokens\":20,\"total_tokens\":70,"
                    + "\"prompt_tokens_details\":{\"cached_tokens\":10,\"audio_tokens\":5},"
                    + "\"completion_tokens_details\":{\"reasoning_tokens\":7}}";

    /// The same in units of the contract.
    static final String UNITS =
            "input_tokens=50 cached_input_tokens=10 audio_input_tokens=5 output_tokens=20"
                    + " reasoning_tokens=7";

    private LiteLlmModel() {}

    /// Embeddings, a chat, streamed or not, or a completion.
    static void answer(AskedModel asked, ModelReply reply) throws IOException {
        if (asked.first().contains("/embeddings")) {
            reply.json(
                    200,
                    "{\"object\":\"list\",\"model\":\"embed\",\"data\":[{\"object\":\"embedding\","
                            + "\"index\":0,\"embedding\":[0.5]}],"
                            + "\"usage\":{\"prompt_tokens\":12,\"total_tokens\":12}}");
        } else if (asked.first().contains("/chat/")) {
            if (isStream(asked)) {
                stream(reply);
            } else {
                reply.json(200, ModelTexts.answer("Hello!", USAGE));
            }
        } else if (isStream(asked)) {
            reply.stream();
            reply.event(completion("null", ""));
            reply.event(completion("\"stop\"", ""));
            reply.event(
                    "{\"id\":\"c1\",\"object\":\"text_completion\",\"created\":1,\"model\":\"chat\","
                            + "\"choices\":[],\"usage\":"
                            + ModelTexts.usage(3, 4)
                            + "}");
            reply.event(ModelTexts.DONE);
            reply.end();
        } else {
            reply.json(200, completion("\"stop\"", ",\"usage\":" + ModelTexts.usage(3, 4)));
        }
    }

    /// A chat that LiteLLM cannot read, and makes an error of.
    static String unreadable() {
        String answer = ModelTexts.answer("Hello!", USAGE);
        return answer.replaceFirst("\"content\"", "\"images\":[{\"x\":1}],\"content\"");
    }

    private static boolean isStream(AskedModel asked) {
        return asked.body().contains("stream_options");
    }

    private static String completion(String reason, String also) {
        return "{\"id\":\"c1\",\"object\":\"text_completion\",\"created\":1,\"model\":\"chat\","
                + "\"choices\":[{\"index\":0,\"text\":\"Hi\",\"finish_reason\":"
                + reason
                + "}]"
                + also
                + "}";
    }

    private static void stream(ModelReply reply) throws IOException {
        reply.stream();
        reply.event(ModelTexts.chunk("Hel"));
        reply.event(ModelTexts.chunk("lo"));
        reply.event(ModelTexts.stop());
        reply.event(ModelTexts.usageChunk(USAGE));
        reply.event(ModelTexts.DONE);
        reply.end();
    }
}
