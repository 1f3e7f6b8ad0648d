package io.weighbridge.backend.proxies.media;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.proxies.wire.ModelJson;
import io.weighbridge.backend.proxies.wire.StreamEvent;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What one event of a stream says.
///
/// @param kind what it is
/// @param tally of its call, with it
public record MediaEvent(Kind kind, MediaTally tally) {
    private static final String DONE = "[DONE]";

    /// Kinds of events.
    public enum Kind {
        /// A part of the answer, or something else that is passed on.
        PART,
        /// An error of the model server's.
        ERROR,
        /// The end, in JSON.
        LAST,
        /// The end mark.
        DONE
    }

    /// Reads one; what cannot be read was made.
    public static MediaEvent read(MediaRequest request, MediaTally before, StreamEvent event) {
        byte[] data = event.data();
        if (data.length == 0) {
            return new MediaEvent(Kind.PART, before);
        }
        if (new String(data, StandardCharsets.UTF_8).equals(DONE)) {
            return new MediaEvent(Kind.DONE, before);
        }
        JsonNode root;
        try {
            root = ModelJson.ANSWERS.readTree(data);
        } catch (IOException e) {
            return new MediaEvent(Kind.PART, before.begun());
        }
        Units told = MediaUsage.units(request.endpoint(), root.path("usage"));
        String type = root.path("type").asText();
        if (type.equals("error") || root.path("error").isObject()) {
            return new MediaEvent(Kind.ERROR, before.plus(told));
        }
        MediaTally tally = before.begun().plus(told);
        return switch (type) {
            case "image_generation.completed", "image_edit.completed" ->
                    new MediaEvent(Kind.LAST, pictures(request, tally, root, List.of(root)));
            case "speech.audio.done", "transcript.text.done" -> new MediaEvent(Kind.LAST, tally);
            default -> {
                // Some servers send whole answers as events.
                JsonNode all = root.path("data");
                yield new MediaEvent(
                        Kind.PART,
                        all.isArray() && request.endpoint().makesImages()
                                ? pictures(request, tally, root, all)
                                : tally);
            }
        };
    }

    private static MediaTally pictures(
            MediaRequest request, MediaTally tally, JsonNode root, Iterable<JsonNode> data) {
        MadePictures pictures = new MadePictures();
        boolean seesPictures = tally.held().has(Unit.PIXELS);
        for (JsonNode one : data) {
            pictures.add(seesPictures ? PictureHead.pixels(one.path("b64_json")) : 0);
        }
        return pictures.onto(request, tally, root.path("size"));
    }
}
