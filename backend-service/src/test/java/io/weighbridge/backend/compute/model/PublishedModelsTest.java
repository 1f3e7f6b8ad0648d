package io.weighbridge.backend.compute.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.compute.network.Part;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.testkit.model.Configs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Counts equal what publishers say of their weights, to the last one.
final class PublishedModelsTest {
    static List<String> published() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        PublishedModelsTest.class.getResourceAsStream("published.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    @Test
    void thereAreModelsOfEveryFamily() throws IOException {
        assertTrue(published().size() >= 30);
    }

    @ParameterizedTest
    @MethodSource("published")
    void parametersEqualThePublishedOnes(String line) {
        List<String> parts = List.of(line.split("\\|", 3));
        Described.Text text = Configs.text(parts.get(2));
        assertEquals(Long.parseLong(parts.get(1)), text.parameters(), parts.getFirst());
    }

    // Any two numbers of a config as large as they may be: refused, or counted without going round.
    @ParameterizedTest
    @MethodSource("published")
    void absurdNumbersAreNotCountedWrongly(String line) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        String json = line.split("\\|", 3)[2];
        int numbers = numbers(mapper.readTree(json), new ArrayList<>(), Set.of());
        for (int one = 0; one < numbers; one++) {
            for (int other = one; other < numbers; other++) {
                JsonNode absurd = mapper.readTree(json);
                List<String> names = new ArrayList<>();
                numbers(absurd, names, Set.copyOf(List.of(one, other)));
                assertCounted(absurd, names.get(one) + ", " + names.get(other));
            }
        }
    }

    private static void assertCounted(JsonNode config, String names) {
        try {
            Described.Text text = (Described.Text) ConfigReader.read(config);
            long largest = 0;
            List<Part> parts = new ArrayList<>(text.network().parts());
            if (text.vision() != null) {
                parts.addAll(text.vision().network().parts());
            }
            for (Part part : parts) {
                largest = Math.max(largest, part.parameters());
                assertTrue(part.elements() >= 0, names + ": " + part);
                if (part instanceof Part.Recurrence state) {
                    assertTrue(state.stateElements() > 0, names + ": " + part);
                    assertTrue(state.flopsPerToken() > 0, names + ": " + part);
                }
            }
            assertTrue(text.parameters() >= largest, names);
            assertTrue(text.network().cacheElementsPerToken() >= 0, names);
            assertTrue(text.network().prefillFlops(1) > 0, names);
        } catch (Fault | ArithmeticException e) {
            // Refused, as it should be.
        }
    }

    // Counts the whole numbers above 1, and makes some of them as large as is taken.
    private static int numbers(JsonNode node, List<String> names, Set<Integer> absurd) {
        for (Map.Entry<String, JsonNode> each : node.properties()) {
            if (each.getValue().isObject()) {
                numbers(each.getValue(), names, absurd);
            } else if (each.getValue().isIntegralNumber() && each.getValue().asLong() > 1) {
                if (absurd.contains(names.size())) {
                    ((ObjectNode) node).put(each.getKey(), 1L << 31);
                }
                names.add(each.getKey());
            }
        }
        return names.size();
    }

    @Test
    void expertsThatAreNotPickedAreNotActive() {
        Described.Text mixtral = Configs.text(Configs.MIXTRAL);
        assertEquals(46_702_792_704L, mixtral.parameters());
        assertEquals(12_879_925_248L, mixtral.parametersActive());
        Described.Text large =
                Configs.text(
                        Configs.MIXTRAL
                                .replace("'vocab_size':32000", "'vocab_size':32768")
                                .replace("'hidden_size':4096", "'hidden_size':6144")
                                .replace("'num_hidden_layers':32", "'num_hidden_layers':56")
                                .replace("'num_attention_heads':32", "'num_attention_heads':48")
                                .replace(":14336", ":16384"));
        assertEquals(39_161_468_928L, large.parametersActive());
    }

    @Test
    void furtherTokensAreStoredAndDoNotRun() {
        Described.Text deepSeek = Configs.text(Configs.DEEPSEEK_V3);
        assertEquals(671_026_419_200L, deepSeek.parameters());
        assertEquals(37_552_297_472L, deepSeek.parametersActive());
        // The files: these, and 41,540,496 scales of fp8 blocks.
        assertEquals(684_489_845_504L, deepSeek.parametersStored());
    }

    @Test
    void cacheHoldsWhatIsAttendedTo() {
        assertEquals(262_144, cache(Configs.LLAMA_2_7B));
        assertEquals(65_536, cache(Configs.LLAMA_3_8B));
        // Latent: (512 + 64) a layer, 70,272 bytes of a token in 16 bits.
        assertEquals(35_136, cache(Configs.DEEPSEEK_V3));
        // Every other layer holds 128 tokens at most: 12 of 24, 2 x 8 x 64 each.
        var oss = Configs.text(Configs.GPT_OSS_20B).network();
        assertEquals(24_576, oss.cacheElementsPerToken());
        assertEquals(12 * 1_024 * 1_000 + 12 * 1_024 * 128, oss.cacheElements(1_000));
        // Three layers of four have a state instead.
        var next = Configs.text(Configs.QWEN_3_NEXT).network();
        assertEquals(79_674_391_296L, next.parameters());
        assertEquals(12 * 2 * 2 * 256, next.cacheElementsPerToken());
        assertEquals(36 * (32 * 128 * 128 + 3 * 8_192), next.stateElements());
    }

    private static long cache(String config) {
        return Configs.text(config).network().cacheElementsPerToken();
    }
}
