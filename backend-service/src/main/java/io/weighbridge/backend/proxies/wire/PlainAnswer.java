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
import java.util.Set;

/// What a whole answer says.
///
/// @param isError whether it is an error, whatever its status says
/// @param usage what was used, [Units#NONE] when it does not say
/// @param answers how many answers there are
/// @param text of all that the model wrote
/// @param model that it says it is of
/// @param costNanos that it says the call cost, [ModelRequest#ABSENT] when it does not say
public record PlainAnswer(
        boolean isError, Units usage, long answers, TextSize text, JsonNode model, long costNanos) {
    private static final Set<String> CONTENT = Set.of("choices", "content", "data");

    /// Reads one. The answers themselves are looked into only when it does not tell its usage.
    public static PlainAnswer read(Endpoint endpoint, byte[] body, TextMeasure measure) {
        Top top = new Top(endpoint);
        try (JsonParser parser = ModelJson.ANSWERS.createParser(body)) {
            if (!top.read(parser, false)) {
                return unread(body);
            }
        } catch (IOException e) {
            return unread(body);
        }
        Units units = top.units();
        if (top.isError && !top.hasContent && units.isEmpty()) {
            return new PlainAnswer(true, units, 0, TextSize.NONE, top.model, ModelRequest.ABSENT);
        }
        return endpoint.hasOutput() && !units.has(Unit.OUTPUT_TOKENS)
                ? counted(body, units, top, new WrittenText(measure))
                : new PlainAnswer(false, units, 0, TextSize.NONE, top.model, top.costNanos());
    }

    /// The usage of an answer that nobody keeps: it is read up to there.
    ///
    /// @return [Units#NONE] when it does not say, or breaks off before
    public static Units usage(Endpoint endpoint, InputStream body) {
        Top top = new Top(endpoint);
        try (JsonParser parser = ModelJson.ANSWERS.createParser(body)) {
            var _ = top.read(parser, true);
        } catch (IOException e) {
            return Units.NONE;
        }
        return top.units();
    }

    /// What stands at the top of an answer.
    private static final class Top {
        private final Endpoint endpoint;
        private boolean isError;
        private boolean hasContent;
        private JsonNode usage = MissingNode.getInstance();
        private JsonNode model = MissingNode.getInstance();

        Top(Endpoint endpoint) {
            this.endpoint = endpoint;
        }

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
                hasContent |= CONTENT.contains(field);
                isError |= field.equals("error") && value != JsonToken.VALUE_NULL;
                if (field.equals("output") && value == JsonToken.START_ARRAY) {
                    hasContent |= parser.nextToken() != JsonToken.END_ARRAY;
                    skipRest(parser);
                } else if (field.equals("usage") && value == JsonToken.START_OBJECT) {
                    usage = parser.readValueAsTree();
                } else if (field.equals("model") && value == JsonToken.VALUE_STRING) {
                    model = TextNode.valueOf(parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
            return true;
        }

        // Of a list that the parser is in, at one of its parts or at its end.
        private static void skipRest(JsonParser parser) throws IOException {
            for (JsonToken part = parser.currentToken();
                    part != null && part != JsonToken.END_ARRAY;
                    part = parser.nextToken()) {
                parser.skipChildren();
            }
        }

        long costNanos() {
            return UpstreamCost.nanos(usage);
        }

        Units units() {
            if (!usage.isObject()) {
                return Units.NONE;
            }
            return switch (endpoint) {
                case MESSAGES -> UsageJson.ofMessages(usage);
                case RESPONSES -> UsageJson.ofResponses(usage);
                case CHAT, COMPLETIONS, EMBEDDINGS -> UsageJson.units(usage);
            };
        }
    }

    private static PlainAnswer counted(byte[] body, Units units, Top top, WrittenText texts) {
        try {
            JsonNode root = ModelJson.ANSWERS.readTree(body);
            JsonNode choices = root.path("choices");
            TextSize text = TextSize.NONE;
            for (JsonNode block : root.path("content")) {
                text = text.plus(texts.block(block));
            }
            for (JsonNode choice : choices) {
                text = text.plus(texts.choice(choice, "message"));
            }
            for (JsonNode item : root.path("output")) {
                text = text.plus(texts.item(item));
            }
            boolean isOne = root.has("content") || root.has("output");
            long answers = isOne ? 1 : choices.size();
            return new PlainAnswer(false, units, answers, text, top.model, top.costNanos());
        } catch (IOException e) {
            return unread(body);
        }
    }

    private static PlainAnswer unread(byte[] body) {
        JsonNode model = MissingNode.getInstance();
        return new PlainAnswer(
                false, Units.NONE, 1, TextSize.ofBytes(body.length), model, ModelRequest.ABSENT);
    }
}
