package io.weighbridge.backend.pricing.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// What becomes of the fields of one model.
final class ModelPricesTest {
    private static ModelPrices of(String mode, String fields) {
        String json = "{\"m\": {" + fields + "}}";
        PriceMap map = PriceMapReader.read(json.getBytes(StandardCharsets.UTF_8));
        return ModelPrices.of(
                (JsonValue.Obj) map.entries().getFirst().value(), mode, MapScale.AS_IT_IS);
    }

    @Test
    void aMapOfManyRivalsCostsNoMoreThanItself() {
        int many = 30_000;
        StringBuilder tiers = new StringBuilder("\"tiered_pricing\": [");
        for (int i = 1; i <= many; i++) {
            tiers.append(i == 1 ? "" : ",")
                    .append("{\"range\": [5, 9], \"input_cost_per_token\": ")
                    .append(i)
                    .append("e-9}");
        }
        ModelPrices prices = of("chat", tiers.append(']').toString());
        assertEquals(List.of(), prices.taken());
        assertEquals(many, prices.left().size());
        assertEquals("differs: tiered_pricing.input_cost_per_token", prices.left().getLast().why());
        long characters = prices.left().stream().mapToLong(each -> each.why().length()).sum();
        assertTrue(characters < 100L * many, () -> characters + " characters");
    }

    private static RateKey standard(Unit unit) {
        return new RateKey(unit, ServiceTier.STANDARD, 0);
    }

    private static Map<RateKey, String> taken(ModelPrices prices) {
        Map<RateKey, String> taken = new TreeMap<>();
        prices.taken().forEach(each -> taken.put(each.key(), each.amount().toPlainString()));
        return taken;
    }

    private static Map<String, FieldReason> left(ModelPrices prices) {
        Map<String, FieldReason> left = new TreeMap<>();
        prices.left().forEach(each -> left.put(each.field(), each.reason()));
        return left;
    }

    @ParameterizedTest
    @CsvSource({
        "chat, input_cost_per_token, INPUT_TOKENS, STANDARD, 0",
        "chat, output_cost_per_token_batches, OUTPUT_TOKENS, BATCH, 0",
        "chat, input_cost_per_token_above_128k_tokens, INPUT_TOKENS, STANDARD, 128000",
        "chat, output_cost_per_token_above_1m_tokens, OUTPUT_TOKENS, STANDARD, 1000000",
        "chat, input_cost_per_token_cache_hit, CACHED_INPUT_TOKENS, STANDARD, 0",
        "chat, cache_read_input_token_cost_above_272k_tokens_priority, CACHED_INPUT_TOKENS, PRIORITY,"
                + " 272000",
        "chat, cache_creation_input_token_cost_flex, CACHE_WRITE_5M_TOKENS, FLEX, 0",
        "chat, cache_creation_input_token_cost_above_1hr, CACHE_WRITE_1H_TOKENS, STANDARD, 0",
        "chat, cache_creation_input_token_cost_above_1hr_above_200k_tokens, CACHE_WRITE_1H_TOKENS,"
                + " STANDARD, 200000",
        "chat, output_cost_per_reasoning_token, REASONING_TOKENS, STANDARD, 0",
        "chat, input_cost_per_audio_token_batches, AUDIO_INPUT_TOKENS, BATCH, 0",
        "chat, output_cost_per_audio_token, AUDIO_OUTPUT_TOKENS, STANDARD, 0",
        "chat, input_cost_per_image_token, IMAGE_INPUT_TOKENS, STANDARD, 0",
        "chat, output_cost_per_image_token, IMAGE_OUTPUT_TOKENS, STANDARD, 0",
        "audio_speech, input_cost_per_character, CHARACTERS, STANDARD, 0",
        "image_generation, output_cost_per_image, IMAGES, STANDARD, 0",
        "image_generation, input_cost_per_image, IMAGES, STANDARD, 0",
        "image_generation, input_cost_per_pixel, PIXELS, STANDARD, 0",
        "audio_transcription, input_cost_per_second, AUDIO_MILLISECONDS, STANDARD, 0",
        "video_generation, output_cost_per_second, VIDEO_MILLISECONDS, STANDARD, 0",
        "embedding, input_cost_per_audio_per_second, AUDIO_MILLISECONDS, STANDARD, 0",
        "embedding, input_cost_per_video_per_second, VIDEO_MILLISECONDS, STANDARD, 0",
        "rerank, input_cost_per_query, SEARCH_QUERIES, STANDARD, 0",
        "chat, input_cost_per_request, REQUESTS, STANDARD, 0",
        "ocr, ocr_cost_per_page_batches, PAGES, BATCH, 0",
    })
    void shouldTakeWhatHasAUnit(
            String mode, String field, Unit unit, ServiceTier tier, long above) {
        ModelPrices prices = of(mode, "\"" + field + "\": 0.25");
        assertEquals(Map.of(new RateKey(unit, tier, above), "0.25"), taken(prices));
        assertEquals(List.of(), prices.left());
    }

    @ParameterizedTest
    @CsvSource({
        "chat, cache_read_input_audio_token_cost, NO_UNIT",
        "chat, input_dbu_cost_per_token, NO_UNIT",
        "chat, input_cost_per_second, NO_UNIT",
        "audio_speech, output_cost_per_image, NO_UNIT",
        "chat, code_interpreter_cost_per_session, NO_UNIT",
        "chat, input_cost_per_token_ultrafast, NO_VARIANT",
        "chat, input_cost_per_token_above_272k_tokens_ultrafast, NO_VARIANT",
        "video_generation, output_cost_per_second_1080p, NO_VARIANT",
        "embedding, input_cost_per_video_per_second_above_8s_interval, NO_VARIANT",
        "chat, off_peak_pricing, NO_VARIANT",
        "chat, thinking_surcharge, UNKNOWN",
        "chat, cost_per_hologram, UNKNOWN",
        "chat, max_tokens, NOT_A_PRICE",
        "chat, supports_free_text, NOT_A_PRICE",
    })
    void shouldListWhatHasNone(String mode, String field, FieldReason reason) {
        ModelPrices prices = of(mode, "\"" + field + "\": 1");
        assertEquals(List.of(), prices.taken());
        assertEquals(Map.of(field, reason), left(prices));
    }

    @Test
    void shouldLookIntoFieldsItDoesNotKnow() {
        ModelPrices prices = of("chat", "\"speech\": [{\"deep\": {\"cost_per_word\": 1}}]");
        assertEquals(Map.of("speech", FieldReason.UNKNOWN), left(prices));
    }

    @Test
    void shouldListWhatIsNoPrice() {
        ModelPrices prices =
                of(
                        "chat",
                        "\"input_cost_per_token\": -1e-06, \"output_cost_per_token\": 1e999999,"
                                + " \"cache_read_input_token_cost\": null,"
                                + " \"output_cost_per_reasoning_token\": 3.2000000000000003e-06,"
                                + " \"input_cost_per_audio_token\": {},"
                                + " \"output_cost_per_audio_token\": \"free\","
                                + " \"input_cost_per_request\": 1, \"input_cost_per_request\": 1");
        assertEquals(List.of(), prices.taken());
        assertEquals(
                Map.of(
                        "input_cost_per_token", FieldReason.NEGATIVE,
                        "output_cost_per_token", FieldReason.OUT_OF_RANGE,
                        "cache_read_input_token_cost", FieldReason.NOT_A_NUMBER,
                        "output_cost_per_reasoning_token", FieldReason.NOT_EXACT,
                        "input_cost_per_audio_token", FieldReason.NOT_A_NUMBER,
                        "output_cost_per_audio_token", FieldReason.NOT_A_NUMBER,
                        "input_cost_per_request", FieldReason.DUPLICATE),
                left(prices));
        assertEquals(8, prices.left().size());
        assertTrue(prices.left().stream().allMatch(FieldLeft::leavesGap));
    }

    @Test
    void shouldChargeAListenedSecondOnce() {
        String fields = "\"input_cost_per_second\": 0.0001, \"output_cost_per_second\": ";
        ModelPrices whisper = of("audio_transcription", fields + "1e-4");
        assertEquals(Map.of(standard(Unit.AUDIO_MILLISECONDS), "0.0001"), taken(whisper));
        assertEquals(Map.of("output_cost_per_second", FieldReason.COVERED), left(whisper));
        ModelPrices zero = of("audio_transcription", fields + "0.0");
        assertEquals(taken(whisper), taken(zero));
        ModelPrices unclear = of("audio_transcription", fields + "0.0002");
        assertEquals(List.of(), unclear.taken());
        assertEquals(
                Map.of(
                        "input_cost_per_second", FieldReason.AMBIGUOUS,
                        "output_cost_per_second", FieldReason.AMBIGUOUS),
                left(unclear));
    }

    @Test
    void shouldChargeAnImageOnce() {
        ModelPrices prices =
                of(
                        "image_generation",
                        "\"input_cost_per_token\": 2e-06, \"output_cost_per_image_token\": 3e-05,"
                                + " \"output_cost_per_image\": 0.039, \"output_cost_per_pixel\": 4e-08");
        assertEquals(
                Map.of(
                        standard(Unit.INPUT_TOKENS), "0.000002",
                        standard(Unit.IMAGE_OUTPUT_TOKENS), "0.00003"),
                taken(prices));
        assertEquals(
                Map.of(
                        "output_cost_per_image", FieldReason.OTHER_MEASURE,
                        "output_cost_per_pixel", FieldReason.OTHER_MEASURE),
                left(prices));
        // An image read and an image made are both images, and cost different amounts.
        ModelPrices both =
                of(
                        "image_generation",
                        "\"input_cost_per_image\": 0.001, \"output_cost_per_image\": 0.1,"
                                + " \"input_cost_per_pixel\": 4e-08");
        assertEquals(List.of(), both.taken());
        assertEquals(
                Map.of(
                        "input_cost_per_image", FieldReason.AMBIGUOUS,
                        "output_cost_per_image", FieldReason.AMBIGUOUS,
                        "input_cost_per_pixel", FieldReason.OTHER_MEASURE),
                left(both));
        // With a price by the token neither is missed.
        ModelPrices tokens =
                of(
                        "image_generation",
                        "\"input_cost_per_image\": 0.001, \"output_cost_per_image\": 0.1,"
                                + " \"output_cost_per_image_token\": 1e-4");
        assertEquals(Map.of(standard(Unit.IMAGE_OUTPUT_TOKENS), "0.0001"), taken(tokens));
        assertTrue(tokens.left().stream().noneMatch(FieldLeft::leavesGap));
        // A price of zero by the token says nothing about images.
        assertEquals(
                Map.of(standard(Unit.INPUT_TOKENS), "0", standard(Unit.IMAGES), "0.04"),
                taken(of("chat", "\"input_cost_per_token\": 0, \"output_cost_per_image\": 0.04")));
    }

    @Test
    void shouldTakeASearchThatCostsTheSameInAllSizes() {
        String sizes =
                "\"search_context_cost_per_query\": {\"search_context_size_low\": 0.01,"
                        + " \"search_context_size_high\": ";
        assertEquals(
                Map.of(standard(Unit.SEARCH_QUERIES), "0.01"), taken(of("chat", sizes + "1e-2}")));
        assertEquals(
                Map.of("search_context_cost_per_query", FieldReason.NO_VARIANT),
                left(of("chat", sizes + "0.02}")));
        assertEquals(
                Map.of("search_context_cost_per_query", FieldReason.NOT_A_NUMBER),
                left(of("chat", sizes + "\"?\"}")));
    }

    @Test
    void shouldTakeBandsInEitherForm() {
        ModelPrices prices =
                of(
                        "chat",
                        "\"tiered_pricing\": [{\"range\": [0, 256000.0],"
                                + " \"input_cost_per_token\": 1e-06},"
                                + " {\"range\": [256000.0, 1000000], \"input_cost_per_token\": 2e-06},"
                                + " {\"range\": [1.5, 2], \"input_cost_per_token\": 3e-06},"
                                + " {\"max_results_range\": [0, 25], \"input_cost_per_query\": 0.005}]");
        assertEquals(
                Map.of(
                        standard(Unit.INPUT_TOKENS),
                        "0.000001",
                        new RateKey(Unit.INPUT_TOKENS, ServiceTier.STANDARD, 256_000),
                        "0.000002"),
                taken(prices));
        assertEquals(
                Map.of(
                        "tiered_pricing.input_cost_per_token", FieldReason.NO_VARIANT,
                        "tiered_pricing.input_cost_per_query", FieldReason.NO_VARIANT),
                left(prices));
    }

    @Test
    void shouldRememberWhatAVariantIsOf() {
        ModelPrices prices =
                of(
                        "video_generation",
                        "\"output_cost_per_second\": 0.05, \"output_cost_per_second_1080p\": 0.25");
        FieldLeft left = prices.left().getFirst();
        assertEquals("output_cost_per_second", left.variantOf());
        assertEquals("0.25", Objects.requireNonNull(left.amount()).toPlainString());
        assertEquals(
                standard(Unit.VIDEO_MILLISECONDS),
                Objects.requireNonNull(prices.byField(left.variantOf())).key());
    }
}
