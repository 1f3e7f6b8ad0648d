package io.weighbridge.backend.proxies.wire;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.Unit;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/// Reads what a client asks of a model. What decides about money is read strictly; all else is
/// passed on as it is.
public final class RequestReader {
    private static final int MODEL_LENGTH_MAX = 200;
    private static final long ANSWERS_MAX = 1_024;

    // By the API's own description; some servers know another one.
    private static final long COMPLETION_TOKENS_DEFAULT = 16;

    // Some servers take any case for these: what we read must be what they read.
    private static final List<String> READ =
            List.of(
                    "best_of",
                    "context_management",
                    "echo",
                    "include_reasoning",
                    "input",
                    "max_completion_tokens",
                    "max_tokens",
                    "messages",
                    "modalities",
                    "model",
                    "n",
                    "prompt",
                    "reasoning",
                    "reasoning_format",
                    "safety_identifier",
                    "service_tier",
                    "stream",
                    "stream_options",
                    "stream_reasoning",
                    "tools",
                    "user");

    private RequestReader() {}

    /// Reads a body.
    ///
    /// @throws Fault INVALID_FIELD
    public static ModelRequest read(Endpoint endpoint, byte[] body, RequestRules rules) {
        ObjectNode root = object(body);
        requireOneSpelling(root, READ);
        RefusedFields.require(Set.of(endpoint.maximumField("")), root, rules.refusedFields());
        requireStandardTier(endpoint, root);
        if (endpoint == Endpoint.MESSAGES) {
            return MessagesReader.read(root, body.length, rules);
        }
        if (endpoint == Endpoint.RESPONSES) {
            return ResponsesReader.read(root, body.length, rules);
        }
        boolean isStream = flag(root, "stream", "stream") && endpoint.hasOutput();
        JsonNode options = root.path("stream_options");
        if (!options.isMissingNode() && !options.isNull() && !options.isObject()) {
            throw Fault.invalid("stream_options", options.getNodeType(), "an object");
        }
        if (options.isNull()) {
            root.remove("stream_options");
        }
        requireOneSpelling(options, List.of("include_usage"));
        if (isStream && flag(root, "echo", "echo")) {
            // The prompt would come as if the model had written it.
            throw Fault.invalid("echo", "true", "false in a stream");
        }
        Modalities modalities = Modalities.of(root);
        String model = model(root);
        TextMeasure measure = rules.measures().of(model);
        return new ModelRequest(
                endpoint,
                model,
                isStream,
                isStream && flag(options, "include_usage", "stream_options.include_usage"),
                isStream && modalities.isText() && !rules.hidesThinking() && !hidesThinking(root),
                modalities.dearer(),
                endpoint.hasOutput() ? answers(endpoint, root) : 1,
                endpoint.hasOutput() ? maximum(endpoint, root) : 0,
                PromptSize.of(root, body.length, endpoint, measure),
                measure,
                endUser(root),
                root);
    }

    /// Reads a body that is one JSON object, and has one reading only.
    ///
    /// @throws Fault INVALID_FIELD
    public static ObjectNode object(byte[] body) {
        requireUtf8(body);
        try {
            JsonNode read = ModelJson.REQUESTS.readTree(body);
            if (read instanceof ObjectNode root) {
                return root;
            }
            if (read.isArray()) {
                throw Fault.invalid("body", "a list (a batch)", "one JSON object");
            }
        } catch (StreamConstraintsException e) {
            throw Fault.invalid("body", "too many parts, or too deep", ModelJson.REQUESTS_EXPECTED);
        } catch (IOException e) {
            throw Fault.invalid("body", "cannot be read", "a JSON object without repeated fields");
        }
        throw Fault.invalid("body", "something else", "a JSON object");
    }

    // Readers of JSON take UTF-16 and UTF-32 as well; what we measure is the bytes of UTF-8. JSON
    // begins with a character of ASCII, so the others show at once.
    private static void requireUtf8(byte[] body) {
        boolean isOther = body.length > 0 && ((body[0] & 0xFF) >= 0xFE);
        for (int i = 0; i < Math.min(body.length, 4); i++) {
            isOther |= body[i] == 0;
        }
        if (isOther) {
            throw Fault.invalid("body", "another encoding", "JSON in UTF-8");
        }
    }

    /// Refuses fields that differ from these in nothing but capitals, as some readers take them for
    /// the same.
    ///
    /// @throws Fault INVALID_FIELD
    public static void requireOneSpelling(JsonNode node, List<String> names) {
        for (Iterator<String> fields = node.fieldNames(); fields.hasNext(); ) {
            String field = fields.next();
            for (String name : names) {
                if (!field.equals(name) && field.equalsIgnoreCase(name)) {
                    throw Fault.invalid("body", Check.shown(field), name + ", in small letters");
                }
            }
        }
    }

    /// The model that is asked for.
    ///
    /// @throws Fault INVALID_FIELD
    public static String model(ObjectNode root) {
        JsonNode model = root.path("model");
        if (!model.isTextual()
                || model.textValue().isEmpty()
                || model.textValue().length() > MODEL_LENGTH_MAX) {
            throw Fault.invalid("model", "none", "a text of 1 to " + MODEL_LENGTH_MAX);
        }
        return model.textValue();
    }

    /// A field that is true or false; false where it is not there.
    ///
    /// @throws Fault INVALID_FIELD
    public static boolean flag(JsonNode node, String field, String shown) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw Fault.invalid(shown, Check.shown(value.toString()), "true or false");
        }
        return value.booleanValue();
    }

    /// A field with a whole number.
    ///
    /// @param absent where it is not there
    /// @throws Fault INVALID_FIELD
    public static long count(ObjectNode root, String field, long least, long most, long absent) {
        JsonNode value = root.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return absent;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw Fault.invalid(field, Check.shown(value.toString()), least + " to " + most);
        }
        return value.longValue();
    }

    private static long answers(Endpoint endpoint, ObjectNode root) {
        long each =
                Math.max(
                        count(root, "n", 1, ANSWERS_MAX, 1),
                        count(root, "best_of", 1, ANSWERS_MAX, 1));
        if (endpoint == Endpoint.CHAT) {
            return each;
        }
        // A list of texts, or of lists of tokens, is as many prompts; a list of tokens is one.
        JsonNode prompt = root.path("prompt");
        boolean isList = prompt.isArray() && !prompt.isEmpty() && !prompt.get(0).isNumber();
        return each * (isList ? prompt.size() : 1);
    }

    // Some servers take none at all for "no maximum".
    private static long maximum(Endpoint endpoint, ObjectNode root) {
        long most = Unit.COUNT_MAX;
        long older = count(root, "max_tokens", 1, most, ModelRequest.ABSENT);
        long tokens = count(root, "max_completion_tokens", 1, most, older);
        return tokens == ModelRequest.ABSENT && endpoint == Endpoint.COMPLETIONS
                ? COMPLETION_TOKENS_DEFAULT
                : tokens;
    }

    // Thinking that the model makes and the stream does not show.
    static boolean hidesThinking(ObjectNode root) {
        JsonNode reasoning = root.path("reasoning");
        boolean excluded = reasoning.isObject() && flag(reasoning, "exclude", "reasoning.exclude");
        return excluded
                || isOff(root, "include_reasoning")
                || isOff(root, "stream_reasoning")
                || root.path("reasoning_format").asText().equals("hidden");
    }

    private static boolean isOff(ObjectNode root, String field) {
        boolean isOn = flag(root, field, field);
        return !isOn && root.path(field).isBoolean();
    }

    /// The name of an end user, which is for the operator's reports: one that is none is left out.
    public static String subject(JsonNode named) {
        return SubjectText.of(named.asText(""));
    }

    // OpenAI calls it by the second name now.
    static String endUser(ObjectNode root) {
        JsonNode user = root.path("user");
        return subject(user.isTextual() ? user : root.path("safety_identifier"));
    }

    // Another tier has another price, and which one it was shows only in the answer.
    private static void requireStandardTier(Endpoint endpoint, ObjectNode root) {
        String tier = root.path("service_tier").asText("default");
        boolean isStandard = endpoint == Endpoint.MESSAGES && tier.equals("standard_only");
        if (!isStandard
                && !tier.equals("default")
                && !tier.equals("auto")
                && !tier.equals("null")) {
            throw Fault.invalid("service_tier", Check.shown(tier), "default, auto or nothing");
        }
    }
}
