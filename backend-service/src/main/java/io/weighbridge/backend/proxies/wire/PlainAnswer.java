package io.weighbridge.backend.proxies.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.io.IOException;
import java.io.InputStream;

/// What a whole answer says.
///
/// @param isError whether it is an error, whatever its status says
/// @param usage what was used, [Units#NONE] when it does not say
/// @param answers how many answers there are
/// @param textBytes of all that the model wrote
/// @param model that it says it is of
public record PlainAnswer(
        boolean isError, Units usage, long answers, long textBytes, JsonNode model) {
    /// Reads one. The answers themselves are looked into only when it does not tell its usage.
    public static PlainAnswer read(byte[] body, boolean hasOutput) {
        Top top = new Top();
        try (JsonParser parser = ModelJson.ANSWERS.createParser(body)) {
            if (!top.read(parser, false)) {
                return unread(body);
            }
        } catch (IOException e) {
            return unread(body);
        }
        Units units = top.units();
        if (top.isError && !top.hasContent) {
            return new PlainAnswer(true, units, 0, 0, top.model);
        }
        return hasOutput && !units.has(Unit.OUTPUT_TOKENS)
                ? counted(body, units, top.model)
                : new PlainAnswer(false, units, 0, 0, top.model);
    }

    /// The usage of an answer that nobody keeps: it is read up to there.
    ///
    /// @return [Units#NONE] when it does not say, or breaks off before
    public static Units usage(InputStream body) {
        Top top = new Top();
        try (JsonParser parser = ModelJson.ANSWERS.createParser(body)) {
            var _ = top.read(parser, true);
        } catch (IOException e) {
            return Units.NONE;
        }
        return top.units();
    }

    /// What stands at the top of an answer.
    private static final class Top {
        private boolean isError;
        private boolean hasContent;
        private JsonNode usage = MissingNode.getInstance();
        private JsonNode model = MissingNode.getInstance();

        /// @param isUsageAll whether the usage is all that is wanted
        /// @return whether it is an object
        boolean read(JsonParser parser, boolean isUsageAll) throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (!(isUsageAll && usage.isObject())
                    && parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                hasContent |= field.equals("choices") || field.equals("data");
                isError |= field.equals("error") && value != JsonToken.VALUE_NULL;
                if (field.equals("usage") && value == JsonToken.START_OBJECT) {
                    usage = parser.readValueAsTree();
                } else if (field.equals("model") && value == JsonToken.VALUE_STRING) {
                    model = TextNode.valueOf(parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
            return true;
        }

        Units units() {
            return usage.isObject() ? UsageJson.units(usage) : Units.NONE;
        }
    }

    private static PlainAnswer counted(byte[] body, Units units, JsonNode model) {
        try {
            JsonNode choices = ModelJson.ANSWERS.readTree(body).path("choices");
            long bytes = 0;
            for (JsonNode choice : choices) {
                bytes +=
                        WrittenText.bytes(choice.path("message"))
                                + PromptSize.bytes(choice.path("text").asText(""));
            }
            return new PlainAnswer(false, units, choices.size(), bytes, model);
        } catch (IOException e) {
            return unread(body);
        }
    }

    private static PlainAnswer unread(byte[] body) {
        JsonNode model = MissingNode.getInstance();
        return new PlainAnswer(false, Units.NONE, 1, body.length, model);
    }
}
