package io.weighbridge.backend.proxies.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.wire.RefusedFields;
import io.weighbridge.backend.proxies.wire.RequestReader;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The fields of a request, whether it came in JSON or as a form: those that decide about money are
/// read in one way.
///
/// @param root of a form, each field once, with numbers and truths as JSON has them
/// @param files of a form
/// @param parts of a form, without the model's name
/// @param bytes of all texts
record MediaFields(ObjectNode root, List<FormPart> files, List<FormPart> parts, long bytes) {
    // Some servers take any case for these.
    private static final List<String> READ =
            List.of(
                    "image",
                    "images",
                    "input",
                    "instructions",
                    "mask",
                    "model",
                    "n",
                    "output_format",
                    "partial_images",
                    "prompt",
                    "quality",
                    "response_format",
                    "size",
                    "speed",
                    "stream",
                    "stream_format",
                    "user");

    // Other ways to say how many pictures, how large and how long: of other servers, and of models
    // that make several of one; and bags of such fields.
    private static final Set<String> SIZES =
            Set.of(
                    "aspect_ratio",
                    "audio_length",
                    "batch_count",
                    "batch_size",
                    "diffusers_kwargs",
                    "duration_seconds",
                    "enable_hr",
                    "enable_upscaling",
                    "extra_args",
                    "extra_params",
                    "frame_count",
                    "frame_duration_ms",
                    "height",
                    "hr_scale",
                    "image_size",
                    "images_per_prompt",
                    "kwargs",
                    "layers",
                    "max_images",
                    "megapixels",
                    "n_images",
                    "n_iter",
                    "num_frames",
                    "num_images",
                    "num_images_per_prompt",
                    "num_outputs",
                    "num_outputs_per_prompt",
                    "number_of_images",
                    "output_size",
                    "parameters",
                    "resolution",
                    "sample_count",
                    "samples",
                    "scale",
                    "sequential_image_generation",
                    "sequential_image_generation_options",
                    "svg",
                    "upscale",
                    "upscaling_scale",
                    "width");

    // Of other names nobody knows what is in a list or an object.
    private static final Set<String> STRUCTURED =
            Set.of(
                    "chunking_strategy",
                    "image",
                    "images",
                    "include",
                    "known_speaker_names",
                    "known_speaker_references",
                    "markup",
                    "mask",
                    "timestamp_granularities",
                    "voice");

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,12}");
    private static final Set<String> NUMBERS = Set.of("n", "partial_images");
    private static final String LIST = "[]";

    /// Of JSON.
    ///
    /// @throws Fault INVALID_FIELD
    static MediaFields ofJson(byte[] body) {
        return new MediaFields(RequestReader.object(body), List.of(), List.of(), body.length);
    }

    /// Of a form.
    ///
    /// @throws Fault INVALID_FIELD
    static MediaFields ofForm(List<String> contentTypes, byte[] body) {
        List<FormPart> parts = FormReader.read(contentTypes, body);
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        Set<String> bases = new HashSet<>();
        long bytes = 0;
        for (FormPart part : parts) {
            if (part.isFile()) {
                continue;
            }
            bytes += part.length();
            // A list's parts, and those of an object, are several of one name in brackets.
            boolean isPlain = part.name().equals(part.base());
            boolean isFirst = isPlain ? bases.add(part.name()) : !root.has(part.name());
            if (!isFirst && !part.name().endsWith(LIST)) {
                throw Fault.invalid(part.name(), "twice", "once");
            }
            if (!isPlain && (READ.contains(part.base()) || root.has(part.base()))) {
                throw Fault.invalid(part.name(), "in brackets", part.base());
            }
            bases.add(part.base());
            root.set(part.name(), value(part));
        }
        return new MediaFields(
                root,
                parts.stream().filter(FormPart::isFile).toList(),
                parts.stream().filter(part -> !part.name().equals("model")).toList(),
                bytes);
    }

    private static JsonNode value(FormPart part) {
        String text = part.text();
        if (NUMBERS.contains(part.name()) && DIGITS.matcher(text).matches()) {
            return LongNode.valueOf(Long.parseLong(text));
        }
        if (part.name().equals("stream")) {
            return switch (text) {
                case "true", "True", "1" -> BooleanNode.TRUE;
                case "false", "False", "0" -> BooleanNode.FALSE;
                default -> TextNode.valueOf(text);
            };
        }
        return TextNode.valueOf(text);
    }

    /// Refuses what nobody but the operator may say, or what would make more than is held for.
    ///
    /// @param own fields of the endpoint that are refused elsewhere
    /// @param refused by the operator
    /// @throws Fault INVALID_FIELD
    void require(Set<String> own, Set<String> refused) {
        ObjectNode bases = parts.isEmpty() ? root : bases();
        RequestReader.requireOneSpelling(bases, READ);
        for (Map.Entry<String, JsonNode> field : bases.properties()) {
            String name = field.getKey();
            if (SIZES.contains(RefusedFields.folded(name)) && !field.getValue().isNull()) {
                throw Fault.invalid("body", Check.shown(name), "size and n instead");
            }
            if (name.equals("_charset_")) {
                throw Fault.invalid("body", name, "texts in UTF-8");
            }
        }
        RefusedFields.require(own, bases, refused);
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            requireSimple(field.getKey(), field.getValue());
        }
    }

    // A form has lists and objects in brackets, or as JSON.
    private void requireSimple(String name, JsonNode value) {
        int bracket = name.indexOf('[');
        String base = bracket < 0 ? name : name.substring(0, bracket);
        String text = parts.isEmpty() ? "" : value.asText("").strip();
        boolean isJson = text.startsWith("{") || text.startsWith("[");
        boolean isSimple =
                STRUCTURED.contains(base)
                        || (bracket < 0
                                && !value.isContainerNode()
                                && (!isJson || READ.contains(base)));
        if (!isSimple) {
            throw Fault.invalid("body", Check.shown(name), "a text or a number in such a field");
        }
    }

    private ObjectNode bases() {
        ObjectNode bases = JsonNodeFactory.instance.objectNode();
        for (FormPart part : parts) {
            bases.set(part.base(), root.path(part.name()));
        }
        return bases.put("model", "");
    }

    /// Refuses these fields, in any letters and with brackets or not.
    ///
    /// @throws Fault INVALID_FIELD
    void requireNone(List<String> names, String expected) {
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            String name = field.getKey();
            int bracket = name.indexOf('[');
            String base = RefusedFields.folded(bracket < 0 ? name : name.substring(0, bracket));
            if (names.contains(base) && !field.getValue().isNull()) {
                throw Fault.invalid("body", Check.shown(name), expected);
            }
        }
    }

    /// A text.
    ///
    /// @throws Fault INVALID_FIELD when it is something else
    String text(String field, String absent) {
        JsonNode value = root.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return absent;
        }
        if (!value.isTextual()) {
            throw Fault.invalid(field, Check.shown(value.toString()), "a text");
        }
        return value.textValue();
    }

    /// Requires that files have only these names, in brackets or not.
    ///
    /// @throws Fault INVALID_FIELD
    void requireFiles(Set<String> names) {
        for (FormPart file : files) {
            boolean isList = file.name().equals(file.base() + LIST);
            boolean isPlain = file.name().equals(file.base());
            if (!names.contains(file.base()) || !(isList || isPlain)) {
                throw Fault.invalid(
                        "body",
                        "a file " + Check.shown(file.name()),
                        String.join(", ", names.stream().sorted().toList()));
            }
        }
        for (String name : names) {
            if (root.has(name)) {
                throw Fault.invalid(name, "a text", "a file, with a name");
            }
        }
    }
}
