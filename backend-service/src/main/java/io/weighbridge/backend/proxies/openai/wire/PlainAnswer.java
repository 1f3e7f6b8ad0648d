package io.weighbridge.backend.proxies.openai.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.io.IOException;

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
        boolean isError = false;
        boolean hasContent = false;
        JsonNode usage = MissingNode.getInstance();
        JsonNode model = MissingNode.getInstance();
        try (JsonParser parser = ModelJson.ANSWERS.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return unread(body);
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
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
        } catch (IOException e) {
            return unread(body);
        }
        Units units = usage.isObject() ? UsageJson.units(usage) : Units.NONE;
        if (isError && !hasContent) {
            return new PlainAnswer(true, units, 0, 0, model);
        }
        return hasOutput && !units.has(Unit.OUTPUT_TOKENS)
                ? counted(body, units, model)
                : new PlainAnswer(false, units, 0, 0, model);
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
