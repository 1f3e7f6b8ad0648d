package io.weighbridge.backend.proxies.media;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import io.weighbridge.backend.proxies.wire.ModelJson;
import io.weighbridge.backend.proxies.wire.PromptSize;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.io.IOException;

/// What a whole answer says was made.
///
/// @param isError whether it is an error, whatever its status says
/// @param tally of its call
public record MediaAnswer(boolean isError, MediaTally tally) {
    /// Reads one in JSON; one that cannot be read was made as it was asked for.
    public static MediaAnswer read(MediaRequest request, MediaTally before, byte[] body) {
        Top top = new Top(before.held().has(Unit.PIXELS));
        try (JsonParser parser = ModelJson.ANSWERS.createParser(body)) {
            if (!top.read(parser)) {
                return new MediaAnswer(false, before.begun());
            }
        } catch (IOException e) {
            return new MediaAnswer(false, before.begun());
        }
        Units told = MediaUsage.units(request.endpoint(), top.usage);
        if (top.isError && !top.hasContent && told.isEmpty()) {
            return new MediaAnswer(true, before);
        }
        MediaTally tally = before;
        if (request.endpoint().makesImages()) {
            tally = images(request, tally, top);
        } else {
            tally = tally.begun().plus(MediaUsage.milliseconds(top.duration));
            boolean isText = request.endpoint().hears() && top.hasContent;
            tally = isText ? tally.written(top.textBytes) : tally;
        }
        return new MediaAnswer(false, tally.plus(told));
    }

    /// Reads one that is nothing but what was heard.
    public static MediaTally ofText(MediaTally before, byte[] body) {
        return before.begun().written(body.length);
    }

    private static MediaTally images(MediaRequest request, MediaTally before, Top top) {
        if (!top.hasContent) {
            return before.begun();
        }
        MediaTally tally =
                top.pictures.images() > 0
                        ? before.begun()
                        : before.plus(Units.of(Unit.OUTPUT_TOKENS, 0));
        return top.pictures.onto(request, tally, top.size);
    }

    /// What stands at the top of an answer.
    private static final class Top {
        private final MadePictures pictures;
        private boolean isError;
        private boolean hasContent;
        private long textBytes;
        private JsonNode usage = MissingNode.getInstance();
        private JsonNode size = MissingNode.getInstance();
        private JsonNode duration = MissingNode.getInstance();

        Top(boolean seesPictures) {
            this.pictures = new MadePictures(seesPictures);
        }

        boolean read(JsonParser parser) throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "usage" -> usage = parser.readValueAsTree();
                    case "size" -> size = parser.readValueAsTree();
                    case "duration" -> duration = parser.readValueAsTree();
                    case "error" -> {
                        isError = value != JsonToken.VALUE_NULL;
                        parser.skipChildren();
                    }
                    case "text" -> {
                        hasContent = true;
                        if (value == JsonToken.VALUE_STRING) {
                            textBytes += PromptSize.bytes(parser.getText());
                        }
                        parser.skipChildren();
                    }
                    case "data" -> {
                        hasContent |= value == JsonToken.START_ARRAY;
                        pictures.read(parser);
                    }
                    default -> parser.skipChildren();
                }
            }
            return true;
        }
    }
}
