package io.weighbridge.backend.proxies.media;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.wire.PromptSize;
import io.weighbridge.backend.proxies.wire.RequestReader;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads how many pictures a request asks for, and of what size and quality.
final class ImageRequests {
    /// Of a picture whose size the model chooses: the largest of OpenAI's fixed ones.
    static final long AUTO_PIXELS = 1_792 * 1_024;

    private static final int IMAGES_MAX = 10;
    private static final int PARTIAL_MAX = 3;
    private static final int FILES_MAX = 16;
    private static final long EDGE_MAX = 8_192;
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{1,4})x([1-9][0-9]{1,4})");

    // What OpenAI's models make of a picture of 1024 x 1024; others by their pixels, but no fewer.
    private static final long SQUARE_PIXELS = 1_024 * 1_024;
    private static final long PARTIAL_TOKENS = 100;
    // Of a picture that is given.
    private static final long GIVEN_MOST_TOKENS = 16_384;
    private static final long GIVEN_LIKELY_TOKENS = 1_024;

    // Where other servers look for pictures.
    private static final List<String> ELSEWHERE =
            List.of("image_url", "image_urls", "init_image", "init_images", "reference_images");
    private static final List<String> GIVEN = List.of("image", "images", "markup", "mask");

    private ImageRequests() {}

    /// Reads one.
    ///
    /// @throws Fault INVALID_FIELD
    static MediaRequest read(MediaEndpoint endpoint, MediaFields fields, String subject) {
        boolean isStream =
                endpoint != MediaEndpoint.VARIATIONS
                        && RequestReader.flag(fields.root(), "stream", "stream");
        long images = RequestReader.count(fields.root(), "n", 1, isStream ? 1 : IMAGES_MAX, 1);
        long partial = RequestReader.count(fields.root(), "partial_images", 0, PARTIAL_MAX, 0);
        requireFormat(fields.text("output_format", "png"));
        String response = fields.text("response_format", "url");
        if (!response.equals("url") && !response.equals("b64_json")) {
            throw Fault.invalid("response_format", Check.shown(response), "url or b64_json");
        }
        long asked = pixels(fields.text("size", "auto"));
        long pixels = asked == 0 ? AUTO_PIXELS : asked;
        long perSquare = tokensPerSquare(fields.text("quality", "auto"));
        long each = Math.ceilDiv(Math.max(pixels, SQUARE_PIXELS) * perSquare, SQUARE_PIXELS);
        long tokens = images * (each + partial * PARTIAL_TOKENS);
        Units made =
                Units.of(Unit.OUTPUT_TOKENS, tokens)
                        .with(Unit.IMAGE_OUTPUT_TOKENS, tokens)
                        .with(Unit.IMAGES, images)
                        .with(Unit.PIXELS, images * unseenPixels(asked));
        Given given = Given.of(endpoint, fields);
        String prompt = fields.text("prompt", "");
        if (prompt.isEmpty() && endpoint != MediaEndpoint.VARIATIONS) {
            throw Fault.invalid("prompt", "none", "a text");
        }
        long likely = PromptSize.likely(PromptSize.bytes(prompt));
        Units sent =
                given.with(
                        Units.of(Unit.INPUT_TOKENS, likely + given.images * GIVEN_LIKELY_TOKENS),
                        GIVEN_LIKELY_TOKENS);
        long mostText = fields.bytes() - given.payloadBytes + MediaSize.TEMPLATE_TOKENS;
        Units most =
                given.with(
                        made.with(Unit.INPUT_TOKENS, mostText + given.images * GIVEN_MOST_TOKENS),
                        GIVEN_MOST_TOKENS);
        return new MediaRequest(
                endpoint,
                RequestReader.model(fields.root()),
                isStream,
                subject,
                new MediaSize(most, sent, made, Units.NONE),
                asked,
                false);
    }

    // Several pictures in one, and one that another model writes.
    private static void requireFormat(String format) {
        switch (format) {
            case "png", "jpeg", "webp" -> {
                // One picture.
            }
            default ->
                    throw Fault.invalid("output_format", Check.shown(format), "png, jpeg or webp");
        }
    }

    /// Pixels of a picture whose size nobody tells: a model need not make what it is asked for.
    static long unseenPixels(long asked) {
        return Math.max(asked, AUTO_PIXELS);
    }

    /// Pixels of a size, 0 for one that is no size.
    static long pixelsOrNone(String size) {
        Matcher matcher = SIZE.matcher(size);
        if (!matcher.matches()) {
            return 0;
        }
        long width = Long.parseLong(matcher.group(1));
        long height = Long.parseLong(matcher.group(2));
        return width > EDGE_MAX || height > EDGE_MAX ? 0 : width * height;
    }

    private static long pixels(String size) {
        long pixels = pixelsOrNone(size);
        if (pixels == 0 && !size.equals("auto")) {
            throw Fault.invalid(
                    "size", Check.shown(size), "auto, or WIDTHxHEIGHT of at most " + EDGE_MAX);
        }
        return pixels;
    }

    private static long tokensPerSquare(String quality) {
        return switch (quality) {
            case "low" -> 272;
            case "medium" -> 1_056;
            case "auto", "high", "standard", "hd" -> 4_160;
            case "xhigh" -> 8_320;
            case "max" -> 16_640;
            default ->
                    throw Fault.invalid(
                            "quality",
                            Check.shown(quality),
                            "auto, low, medium, high, xhigh, max, standard or hd");
        };
    }

    /// Pictures that a request has.
    ///
    /// @param payloadBytes of those that stand in JSON
    private record Given(long images, long payloadBytes) {
        static Given of(MediaEndpoint endpoint, MediaFields fields) {
            fields.requireNone(ELSEWHERE, "image, or images with an image_url");
            if (endpoint == MediaEndpoint.GENERATIONS) {
                fields.requireNone(GIVEN, "no pictures: these are for /v1/images/edits");
                return new Given(0, 0);
            }
            if (fields.parts().isEmpty()) {
                return ofJson(fields);
            }
            fields.requireFiles(Set.of("image", "markup", "mask"));
            fields.requireNone(List.of("images"), "image, as files");
            long images = fields.files().size();
            boolean hasImage =
                    fields.files().stream().anyMatch(file -> file.base().equals("image"));
            if (!hasImage || images > FILES_MAX + 1) {
                throw Fault.invalid("image", images + " files", "1 to " + FILES_MAX);
            }
            return new Given(images, 0);
        }

        private static Given ofJson(MediaFields fields) {
            JsonNode images = fields.root().path("images");
            if (!images.isArray() || images.isEmpty() || images.size() > FILES_MAX) {
                throw Fault.invalid(
                        "images", "none, or too many", "1 to " + FILES_MAX + " with an image_url");
            }
            long payload = 0;
            for (JsonNode image : images) {
                payload += payload("images", image);
            }
            JsonNode mask = fields.root().path("mask");
            boolean hasMask = !mask.isMissingNode() && !mask.isNull();
            payload += hasMask ? payload("mask", mask) : 0;
            if (fields.root().has("image") || fields.root().has("markup")) {
                throw Fault.invalid("image", "in JSON", "images");
            }
            return new Given(images.size() + (hasMask ? 1 : 0), payload);
        }

        // A file of the operator's could be anyone's.
        private static long payload(String field, JsonNode image) {
            JsonNode url = image.path("image_url");
            if (!url.isTextual() || image.size() != 1) {
                throw Fault.invalid(field, "something else", "an image_url");
            }
            String text = url.textValue();
            int payload = text.indexOf(";base64,");
            return text.startsWith("data:image/") && payload > 0 ? text.length() - payload : 0;
        }

        Units with(Units units, long tokensEach) {
            return images == 0 ? units : units.with(Unit.IMAGE_INPUT_TOKENS, images * tokensEach);
        }
    }
}
