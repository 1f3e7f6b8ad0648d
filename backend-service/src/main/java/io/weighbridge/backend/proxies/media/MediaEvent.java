package io.weighbridge.backend.proxies.media;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import io.weighbridge.backend.proxies.wire.ModelJson;
import io.weighbridge.backend.proxies.wire.PromptSize;
import io.weighbridge.backend.proxies.wire.StreamEvent;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What one event of a stream says.
///
/// @param kind what it is
/// @param tally of its call, with it
public record MediaEvent(Kind kind, MediaTally tally) {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

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
        if (Arrays.equals(data, DONE)) {
            return new MediaEvent(Kind.DONE, before);
        }
        Top top = new Top(before.held().has(Unit.PIXELS));
        try (JsonParser parser = ModelJson.ANSWERS.createParser(data)) {
            top.read(parser);
        } catch (IOException e) {
            return new MediaEvent(Kind.PART, before.begun());
        }
        Units told = MediaUsage.units(request.endpoint(), top.usage);
        if (top.isError || top.type.equals("error")) {
            return new MediaEvent(Kind.ERROR, before.plus(told));
        }
        MediaTally tally = before.begun().plus(told);
        return switch (top.type) {
            case "image_generation.completed", "image_edit.completed" ->
                    new MediaEvent(Kind.LAST, top.itself().onto(request, tally, top.size));
            case "transcript.text.delta" ->
                    new MediaEvent(Kind.PART, tally.written(before.textBytes() + top.deltaBytes));
            case "transcript.text.done" -> {
                long bytes = Math.max(before.textBytes(), top.textBytes);
                yield new MediaEvent(Kind.LAST, bytes > 0 ? tally.written(bytes) : tally);
            }
            case "speech.audio.done" -> new MediaEvent(Kind.LAST, tally);
            // Some servers send whole answers as events.
            default ->
                    new MediaEvent(
                            Kind.PART,
                            top.hasData && request.endpoint().makesImages()
                                    ? top.pictures.onto(request, tally, top.size)
                                    : tally);
        };
    }

    /// What stands at the top of an event; of a picture only its head is decoded.
    private static final class Top {
        private final boolean seesPictures;
        private final MadePictures pictures;
        private boolean isError;
        private boolean hasData;
        private long pixels;
        private long deltaBytes;
        private long textBytes;
        private String type = "";
        private JsonNode usage = MissingNode.getInstance();
        private JsonNode size = MissingNode.getInstance();

        Top(boolean seesPictures) {
            this.seesPictures = seesPictures;
            this.pictures = new MadePictures(seesPictures);
        }

        void read(JsonParser parser) throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                boolean isText = value == JsonToken.VALUE_STRING;
                switch (field) {
                    case "type" -> type = isText ? parser.getText() : "";
                    case "usage" -> usage = parser.readValueAsTree();
                    case "size" -> size = parser.readValueAsTree();
                    case "error" -> isError = value == JsonToken.START_OBJECT;
                    case "delta" -> deltaBytes = isText ? PromptSize.bytes(parser.getText()) : 0;
                    case "text" -> textBytes = isText ? PromptSize.bytes(parser.getText()) : 0;
                    case "b64_json" -> pixels = isText ? seen(parser) : 0;
                    case "data" -> {
                        hasData = value == JsonToken.START_ARRAY;
                        pictures.read(parser);
                    }
                    default -> {
                        // Of no concern here.
                    }
                }
                parser.skipChildren();
            }
        }

        private long seen(JsonParser parser) throws IOException {
            return seesPictures ? PictureHead.pixels(parser) : 0;
        }

        /// The one picture that the event itself is.
        MadePictures itself() {
            MadePictures one = new MadePictures(seesPictures);
            one.add(pixels);
            return one;
        }
    }
}
