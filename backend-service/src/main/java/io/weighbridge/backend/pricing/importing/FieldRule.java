package io.weighbridge.backend.pricing.importing;

import io.weighbridge.model.Unit;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/// What a cost field of the map means. docs/prices-import.md has the same as a table.
sealed interface FieldRule {
    /// It prices a unit.
    ///
    /// @param unit what it prices
    /// @param quantity how many of the unit the price is for
    /// @param finer units that measure the same thing: with a price for one of these, this one
    ///     would be charged on top of it
    record Priced(Unit unit, long quantity, Set<Unit> finer) implements FieldRule {
        public Priced {
            finer = Set.copyOf(finer);
        }
    }

    /// It is known, and cannot be taken over.
    record Listed(FieldReason reason, String why) implements FieldRule {}

    long SECOND = 1_000;

    /// The fields that price something, whose names others begin with.
    List<String> PRICED =
            List.of(
                    "input_cost_per_token",
                    "input_cost_per_token_cache_hit",
                    "output_cost_per_token",
                    "cache_read_input_token_cost",
                    "cache_creation_input_token_cost",
                    "cache_creation_input_token_cost_above_1hr",
                    "input_cost_per_audio_token",
                    "output_cost_per_audio_token",
                    "input_cost_per_image_token",
                    "output_cost_per_image_token",
                    "output_cost_per_reasoning_token",
                    "input_cost_per_character",
                    "output_cost_per_character",
                    "input_cost_per_image",
                    "output_cost_per_image",
                    "input_cost_per_pixel",
                    "output_cost_per_pixel",
                    "input_cost_per_second",
                    "output_cost_per_second",
                    "input_cost_per_audio_per_second",
                    "input_cost_per_video_per_second",
                    "output_cost_per_video_per_second",
                    "input_cost_per_query",
                    "search_context_cost_per_query",
                    "input_cost_per_request",
                    "ocr_cost_per_page");

    /// The rule for a field, or null when its name is not known.
    ///
    /// @param name without size band and tier
    /// @param mode the model's kind, as the map calls it
    static @Nullable FieldRule of(String name, String mode) {
        FieldRule rule = tokens(name);
        if (rule == null) {
            rule = media(name, mode);
        }
        return rule == null ? listed(name) : rule;
    }

    private static @Nullable FieldRule tokens(String name) {
        return switch (name) {
            case "input_cost_per_token" -> each(Unit.INPUT_TOKENS);
            case "output_cost_per_token" -> each(Unit.OUTPUT_TOKENS);
            case "cache_read_input_token_cost", "input_cost_per_token_cache_hit" ->
                    each(Unit.CACHED_INPUT_TOKENS);
            case "cache_creation_input_token_cost" -> each(Unit.CACHE_WRITE_5M_TOKENS);
            case "cache_creation_input_token_cost_above_1hr" -> each(Unit.CACHE_WRITE_1H_TOKENS);
            case "input_cost_per_audio_token" -> each(Unit.AUDIO_INPUT_TOKENS);
            case "output_cost_per_audio_token" -> each(Unit.AUDIO_OUTPUT_TOKENS);
            case "input_cost_per_image_token" -> each(Unit.IMAGE_INPUT_TOKENS);
            case "output_cost_per_image_token" -> each(Unit.IMAGE_OUTPUT_TOKENS);
            case "output_cost_per_reasoning_token" -> each(Unit.REASONING_TOKENS);
            case "input_cost_per_character" -> each(Unit.CHARACTERS, Unit.INPUT_TOKENS);
            case "output_cost_per_character" -> each(Unit.CHARACTERS, Unit.OUTPUT_TOKENS);
            default -> null;
        };
    }

    private static @Nullable FieldRule media(String name, String mode) {
        // Elsewhere what is read is counted among the input tokens as well.
        boolean apart = mode.equals("embedding") || mode.equals("video_generation");
        return switch (name) {
            case "input_cost_per_image" ->
                    images(
                            mode,
                            apart
                                    ? Set.of(Unit.IMAGE_INPUT_TOKENS)
                                    : Set.of(
                                            Unit.INPUT_TOKENS,
                                            Unit.IMAGE_INPUT_TOKENS,
                                            Unit.IMAGE_OUTPUT_TOKENS));
            case "output_cost_per_image" -> images(mode, Set.of(Unit.IMAGE_OUTPUT_TOKENS));
            case "input_cost_per_pixel", "output_cost_per_pixel" ->
                    each(Unit.PIXELS, Unit.IMAGES, Unit.IMAGE_OUTPUT_TOKENS);
            case "input_cost_per_audio_per_second" -> audio(apart);
            case "input_cost_per_video_per_second" ->
                    apart
                            ? new Priced(Unit.VIDEO_MILLISECONDS, SECOND, Set.of())
                            : new Priced(
                                    Unit.VIDEO_MILLISECONDS, SECOND, Set.of(Unit.INPUT_TOKENS));
            case "output_cost_per_video_per_second" ->
                    new Priced(Unit.VIDEO_MILLISECONDS, SECOND, Set.of());
            case "input_cost_per_second", "output_cost_per_second" -> seconds(mode);
            case "input_cost_per_query", "search_context_cost_per_query" ->
                    each(Unit.SEARCH_QUERIES);
            case "input_cost_per_request" -> each(Unit.REQUESTS);
            case "ocr_cost_per_page" -> each(Unit.PAGES, Unit.INPUT_TOKENS);
            default -> null;
        };
    }

    private static FieldRule each(Unit unit, Unit... finer) {
        return new Priced(unit, 1, Set.of(finer));
    }

    private static FieldRule images(String mode, Set<Unit> finer) {
        return mode.startsWith("audio")
                ? noUnit("the model makes sound: there is no unit for what is priced as an image")
                : new Priced(Unit.IMAGES, 1, finer);
    }

    private static FieldRule audio(boolean apart) {
        return new Priced(
                Unit.AUDIO_MILLISECONDS,
                SECOND,
                apart
                        ? Set.of(Unit.AUDIO_INPUT_TOKENS)
                        : Set.of(
                                Unit.AUDIO_INPUT_TOKENS,
                                Unit.AUDIO_OUTPUT_TOKENS,
                                Unit.INPUT_TOKENS));
    }

    private static FieldRule seconds(String mode) {
        return switch (mode) {
            case "audio_transcription", "audio_speech", "realtime" ->
                    new Priced(
                            Unit.AUDIO_MILLISECONDS,
                            SECOND,
                            Set.of(Unit.AUDIO_INPUT_TOKENS, Unit.AUDIO_OUTPUT_TOKENS));
            case "video_generation" -> new Priced(Unit.VIDEO_MILLISECONDS, SECOND, Set.of());
            default -> noUnit("seconds of reserved capacity, not of audio or video");
        };
    }

    private static FieldRule noUnit(String why) {
        return new Listed(FieldReason.NO_UNIT, why);
    }

    private static FieldRule variant(String why) {
        return new Listed(FieldReason.NO_VARIANT, why);
    }

    private static @Nullable FieldRule listed(String name) {
        return switch (name) {
            case "cache_creation_input_audio_token_cost", "cache_read_input_audio_token_cost" ->
                    noUnit("audio from a cache is counted as cached input");
            case "cache_read_input_image_token_cost" ->
                    noUnit("images from a cache are counted as cached input");
            case "input_cost_per_video_token", "output_cost_per_video_token" ->
                    noUnit("tokens of video are counted as input and output");
            case "input_dbu_cost_per_token", "output_dbu_cost_per_token" ->
                    noUnit("the provider's own unit, not money");
            case "citation_cost_per_token" -> noUnit("tokens of citations are not counted apart");
            case "code_interpreter_cost_per_session" ->
                    noUnit("sessions of a tool; make the tool a service with a price per request");
            case "google_maps_grounding_cost_per_query", "file_search_cost_per_1k_calls" ->
                    noUnit("calls of one tool among several; make it a service of its own");
            case "computer_use_input_cost_per_1k_tokens",
                    "computer_use_output_cost_per_1k_tokens" ->
                    noUnit("tokens of a tool; make the tool a service of its own");
            case "file_search_cost_per_gb_per_day", "vector_store_cost_per_gb_per_day" ->
                    noUnit("storage by the day");
            case "guardrail_cost_per_unit" -> noUnit("the provider's own units");
            case "ocr_cost_per_credit" -> noUnit("the provider's own credits");
            case "annotation_cost_per_page" ->
                    noUnit("a page is counted once, whatever is done with it");
            case "input_cost_per_text_message" -> noUnit("messages of text are not counted");
            case "cost_per_second" -> noUnit("seconds of reserved capacity");
            case "explicit_cache_read_input_token_cost" ->
                    variant("depends on how the cache was asked for");
            case "off_peak_pricing" -> variant("depends on the time of day");
            case "search_free_requests" -> variant("so many a day or month are free");
            case "regional_endpoint_uplift_multiplier",
                    "regional_processing_uplift_multiplier_eu",
                    "regional_processing_uplift_multiplier_us" ->
                    variant("depends on the region");
            case "provider_specific_entry" -> variant("may have factors for a region or a speed");
            case "metadata", "comment" -> notAPrice();
            default -> null;
        };
    }

    /// Says nothing of prices.
    static Listed notAPrice() {
        return new Listed(FieldReason.NOT_A_PRICE, "says nothing of prices");
    }
}
