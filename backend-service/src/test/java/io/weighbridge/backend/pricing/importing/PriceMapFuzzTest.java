package io.weighbridge.backend.pricing.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/// Maps with bytes changed at random: read or refused, never anything else, and no field lost.
final class PriceMapFuzzTest {
    private static final byte[] MAP =
            """
            {"a": {"mode": "chat", "litellm_provider": "p", "input_cost_per_token": 2.5e-06,
                "output_cost_per_token_above_200k_tokens_batches": 1E-5,
                "tiered_pricing": [{"range": [0, 256000.0], "input_cost_per_token": 5e-08}],
                "search_context_cost_per_query": {"search_context_size_low": 0.01}},
             "b": {"mode": "audio_transcription", "input_cost_per_second": 0.0001,
                "output_cost_per_second": 0.0001, "output_cost_per_second_1080p": "x",
                "input_cost_per_image": null, "off_peak_pricing": {"windows": [1, {}]}},
             "b": {}, "c": [true, -1.0]}
            """
                    .getBytes(StandardCharsets.UTF_8);
    private static final String LIKELY = "{}[]\",:0123456789.eE+-_aktn \\";

    private static byte[] mutated(Random random) {
        byte[] map = MAP.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(map.length);
            map[at] =
                    (byte)
                            (random.nextInt(4) == 0
                                    ? random.nextInt(256)
                                    : LIKELY.charAt(random.nextInt(LIKELY.length())));
        }
        return map;
    }

    @Property(tries = 20_000)
    void shouldReadOrRefuse(@ForAll long seed) {
        byte[] map = mutated(new Random(seed));
        PriceMap read;
        try {
            read = PriceMapReader.read(map);
        } catch (Fault fault) {
            assertEquals(ErrorCode.INVALID_FIELD, fault.code());
            assertTrue(fault.text().chars().noneMatch(Character::isISOControl), fault.text());
            return;
        }
        for (PriceMap.Entry entry : read.entries()) {
            if (entry.value() instanceof JsonValue.Obj fields) {
                ModelPrices prices = ModelPrices.of(fields, entry.mode(), MapScale.AS_IT_IS);
                Set<RateKey> keys = new HashSet<>();
                prices.taken().forEach(taken -> assertTrue(keys.add(taken.key())));
                int tiers = prices.taken().size() + prices.left().size();
                long plain =
                        fields.members().stream()
                                .filter(member -> !member.name().equals("tiered_pricing"))
                                .count();
                assertTrue(tiers >= plain, () -> "a field is lost: " + prices);
            }
        }
    }
}
