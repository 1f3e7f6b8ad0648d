package io.weighbridge.backend.proxies.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.io.IOException;

/// What a whole answer says.
///
/// @param isError whether it is an error, whatever its status says
/// @param usage what was used, [Units#NONE] when it does not say
/// @param answers how many answers there are
/// @param textBytes of all that the model wrote
record PlainAnswer(boolean isError, Units usage, long answers, long textBytes) {
    /// Reads one. The answers themselves are looked into only when it does not tell its usage.
    static PlainAnswer read(byte[] body, boolean hasOutput) {
        boolean isError = false;
        boolean hasContent = false;
        JsonNode usage = MissingNode.getInstance();
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
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            return unread(body);
        }
        Units units = usage.isObject() ? UsageJson.units(usage) : Units.NONE;
        if (isError && !hasContent) {
            return new PlainAnswer(true, units, 0, 0);
        }
        return hasOutput && !units.has(Unit.OUTPUT_TOKENS)
                ? counted(body, units)
                : new PlainAnswer(false, units, 0, 0);
    }

    private static PlainAnswer counted(byte[] body, Units units) {
        try {
            JsonNode choices = ModelJson.ANSWERS.readTree(body).path("choices");
            long bytes = 0;
            for (JsonNode choice : choices) {
                bytes +=
                        ChunkReader.textBytes(choice.path("message"))
                                + ChunkReader.textBytes(choice.path("text"));
            }
            return new PlainAnswer(false, units, choices.size(), bytes);
        } catch (IOException e) {
            return unread(body);
        }
    }

    private static PlainAnswer unread(byte[] body) {
        return new PlainAnswer(false, Units.NONE, 1, body.length);
    }
}
