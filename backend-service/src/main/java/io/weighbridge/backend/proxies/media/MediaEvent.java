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
        Top top = new Top();
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
                    new MediaEvent(
                            Kind.LAST,
                            MediaAnswer.pixels(
                                    request, tally.plus(Units.of(Unit.IMAGES, 1)), top.size, 1));
            case "transcript.text.delta" ->
                    new MediaEvent(Kind.PART, tally.written(before.textBytes() + top.deltaBytes));
            case "transcript.text.done" -> {
                long bytes = Math.max(before.textBytes(), top.textBytes);
                yield new MediaEvent(Kind.LAST, bytes > 0 ? tally.written(bytes) : tally);
            }
            case "speech.audio.done" -> new MediaEvent(Kind.LAST, tally);
            default -> new MediaEvent(Kind.PART, tally);
        };
    }

    /// What stands at the top of an event; a picture is not decoded.
    private static final class Top {
        private boolean isError;
        private long deltaBytes;
        private long textBytes;
        private String type = "";
        private JsonNode usage = MissingNode.getInstance();
        private JsonNode size = MissingNode.getInstance();

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
                    default -> {
                        // Of no concern here.
                    }
                }
                parser.skipChildren();
            }
        }
    }
}
