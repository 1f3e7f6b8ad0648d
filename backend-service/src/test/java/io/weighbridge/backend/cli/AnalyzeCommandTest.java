package io.weighbridge.backend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;

import io.weighbridge.backend.compute.file.ModelFileWriter;
import io.weighbridge.backend.testkit.model.Configs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

final class AnalyzeCommandTest {
    @TempDir Path folder;

    private Path config(String json) throws IOException {
        return Files.writeString(folder.resolve("config.json"), json.replace('\'', '"'));
    }

    private static JsonNode json(Console result) throws IOException {
        return new ObjectMapper().readTree(result.out());
    }

    @Test
    void programsGetTheFieldsThatAreDescribed() throws IOException {
        Path file = config(Configs.LLAMA_3_8B);
        Console result =
                Console.run(
                        "analyze", file.toString(), "--json", "--context", "1000", "--gpu=h100");
        assertEquals(0, result.status(), result.err());
        JsonNode answer = json(result);
        assertEquals(8_030_261_248L, answer.path("params_total").asLong());
        assertEquals(8_030_261_248L, answer.path("params_active").asLong());
        assertEquals(16_060_522_496L, answer.path("weight_bytes").asLong());
        assertEquals(131_072, answer.path("kv_bytes_per_token").asLong());
        assertTrue(answer.path("flops_prefill").path("1000").asLong() > 14_000_000_000_000L);
        assertTrue(answer.path("flops_decode").path("1000").asLong() > 15_000_000_000L);
        assertTrue(answer.path("convention").asText().startsWith("2 FLOPs per multiply-add"));
        assertEquals(0, answer.path("unknown").size());
        assertTrue(answer.path("gpu").path("output_price_usd_per_1k").asDouble() > 0);
        assertTrue(answer.path("gpu").path("steps").size() >= 5);
    }

    // As diffusers lays a pipeline out.
    @Test
    void aPipelinesFolderIsPutTogether() throws IOException {
        Map<String, String> index = new TreeMap<>();
        for (Map.Entry<String, JsonNode> each : Configs.of(Configs.SDXL_PIPELINE).properties()) {
            JsonNode value = each.getValue();
            if (value.isObject()) {
                Path part = Files.createDirectory(folder.resolve(each.getKey()));
                Files.writeString(part.resolve("config.json"), value.toString());
                index.put(each.getKey(), "['diffusers','Part']");
            } else {
                index.put(each.getKey(), value.toString());
            }
        }
        String json =
                index.entrySet().stream()
                        .map(each -> "'" + each.getKey() + "':" + each.getValue())
                        .collect(Collectors.joining(",", "{", "}"));
        Files.writeString(folder.resolve("model_index.json"), json.replace('\'', '"'));
        Console result =
                Console.run(
                        "analyze",
                        folder.toString(),
                        "--gpu=h100",
                        "--steps=30",
                        "--guidance",
                        "--picture=1024,512",
                        "--json");
        assertEquals(0, result.status(), result.out() + result.err());
        JsonNode figures = json(result).path("gpu").path("figures");
        assertEquals("megapixel", figures.path(0).path("of").asText());
        assertTrue(figures.path(1).path("price_usd").asDouble() > 0);
        Console people = Console.run("analyze", folder.toString(), "--gpu=l40s", "--steps=1");
        assertTrue(people.out().contains("512x512"), people.out());
        assertEquals(3, people.status(), "its hour has no price");
        Files.delete(folder.resolve("vae").resolve("config.json"));
        Console without = Console.run("analyze", folder.toString());
        assertEquals(3, without.status());
        assertTrue(without.out().contains("the pipeline's vae is not counted"), without.out());
    }

    @Test
    void termsOfPicturesAndSpeechAreChecked() throws IOException {
        String file = config(Configs.WHISPER_LARGE_V3).toString();
        Console minute = Console.run("analyze", file, "--gpu=l4", "--words=100");
        assertTrue(minute.out().contains("minute"), minute.out());
        for (List<String> wrong :
                List.of(
                        List.of("--words=100"),
                        List.of("--gpu=l4", "--guidance"),
                        List.of("--gpu=l4", "--words=449"),
                        List.of("--gpu=l4", "--words=1", "--recording=0"),
                        List.of("--gpu=l4", "--steps=1001"),
                        List.of("--gpu=l4", "--steps=1", "--words=1"))) {
            List<String> line = new ArrayList<>(List.of("analyze", file));
            line.addAll(wrong);
            assertEquals(2, Console.run(line.toArray(String[]::new)).status(), wrong::toString);
        }
        // A model that writes down speech makes no pictures.
        assertEquals(1, Console.run("analyze", file, "--gpu=l4", "--steps=1").status());
    }

    @Test
    void peopleGetATable() throws IOException {
        Path file = config(Configs.MIXTRAL);
        Console result = Console.run("analyze", folder.toString(), "--gpu", "l4", "--batch", "1");
        assertEquals(0, result.status(), result.err());
        assertTrue(result.out().contains("of them active         12,879,925,248"), result.out());
        assertTrue(result.out().contains("predicted, not measured"), result.out());
        assertTrue(result.out().contains("USD per 1K tokens"), result.out());
        Files.delete(file);
        assertEquals(1, Console.run("analyze", folder.toString()).status());
    }

    @Test
    void aGpuWithoutAPriceHasNoCost() throws IOException {
        Path file = config(Configs.LLAMA_3_8B);
        Console result = Console.run("analyze", file.toString(), "--gpu", "l40s", "--json");
        assertEquals(3, result.status());
        assertFalse(json(result).path("gpu").has("output_cost_usd_per_1k"));
        assertTrue(json(result).path("unknown").path(0).asText().contains("l40s"));
        Console given =
                Console.run(
                        "analyze",
                        file.toString(),
                        "--gpu",
                        "l40s",
                        "--hour-usd",
                        "0.80",
                        "--json");
        assertEquals(0, given.status(), given.err());
        assertTrue(json(given).path("gpu").has("output_cost_usd_per_1k"));
    }

    @Test
    void anUnknownArchitectureIsNotCountedAsNothing() throws IOException {
        Path file = config(Configs.LLAMA_3_8B.replace("'llama'", "'quasar'"));
        Console result = Console.run("analyze", file.toString(), "--json");
        assertEquals(3, result.status());
        assertFalse(json(result).has("params_total"));
        assertFalse(json(result).has("flops_prefill"));
        assertTrue(Console.run("analyze", file.toString()).out().contains("NOT KNOWN: "));
    }

    @Test
    void ggufIsReadWithTheBytesOfTheFile() throws IOException {
        byte[] bytes =
                ModelFileWriter.gguf(2, 7)
                        .text("general.architecture")
                        .int32(8)
                        .text("llama")
                        .number("llama.embedding_length", 256)
                        .number("llama.block_count", 1)
                        .number("llama.feed_forward_length", 512)
                        .number("llama.attention.head_count", 4)
                        .number("llama.attention.head_count_kv", 2)
                        .number("llama.vocab_size", 1_000)
                        .tensor("token_embd.weight", 12, 0, 256, 1_000)
                        .tensor("rest", 12, 144_000, 256, 2_307)
                        .data(144 * 3_307);
        Path file = Files.write(folder.resolve("m.gguf"), bytes);
        Console result = Console.run("analyze", file.toString(), "--json");
        assertEquals(0, result.status(), result.err());
        JsonNode answer = json(result);
        // 256,000 and 590,592 of a layer and the last norm.
        assertEquals(256_000 + 590_592, answer.path("params_total").asLong());
        assertEquals(144 * 3_307, answer.path("weight_bytes").asLong());
        assertEquals("GGUF, mostly Q4_K", answer.path("weight_format").asText());
    }

    // Their sizes have names of their own in such files, which are not known.
    @ParameterizedTest
    @ValueSource(strings = {"mamba2", "jamba", "t5"})
    void ggufOfAFamilyThatIsKnownByConfigsOnlyIsNotGuessed(String architecture) throws IOException {
        byte[] bytes =
                ModelFileWriter.gguf(1, 6)
                        .text("general.architecture")
                        .int32(8)
                        .text(architecture)
                        .number(architecture + ".embedding_length", 256)
                        .number(architecture + ".block_count", 8)
                        .number(architecture + ".feed_forward_length", 512)
                        .number(architecture + ".attention.head_count", 4)
                        .number(architecture + ".vocab_size", 1_000)
                        .tensor("token_embd.weight", 12, 0, 256, 1_000)
                        .data(144 * 1_000);
        Path file = Files.write(folder.resolve("m.gguf"), bytes);
        Console result = Console.run("analyze", file.toString(), "--json");
        assertEquals(3, result.status(), result.err());
        JsonNode answer = json(result);
        assertFalse(answer.has("params_total"));
        assertEquals(144 * 1_000, answer.path("weight_bytes").asLong());
        assertTrue(answer.path("unknown").path(0).asText().contains(architecture + " of GGUF"));
    }

    @Test
    void whatAnEncoderAndADecoderCountIsSaid() throws IOException {
        Path file =
                config(
                        "{'model_type':'t5','architectures':['T5ForConditionalGeneration'],"
                                + "'torch_dtype':'float32','vocab_size':32128,'d_model':512,"
                                + "'d_kv':64,'d_ff':2048,'num_layers':6,'num_heads':8}");
        Console result = Console.run("analyze", file.toString(), "--json", "--context", "100");
        assertEquals(0, result.status(), result.err());
        JsonNode answer = json(result);
        assertEquals("decoder", answer.path("kind").asText());
        assertEquals(60_506_624, answer.path("params_total").asLong());
        assertEquals(6 * 2 * 512 * 2, answer.path("kv_bytes_per_token").asLong());
        assertTrue(answer.path("notes").path(0).asText().startsWith("an encoder reads"));
        config("{'model_type':'t5','architectures':['T5ForTokenClassification']}");
        Console other = Console.run("analyze", file.toString(), "--json");
        assertEquals(3, other.status(), other.err());
        assertTrue(other.out().contains("t5 as T5ForTokenClassification"), other.out());
    }

    @Test
    void aConfigIsFetched() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] config = Configs.LLAMA_3_8B.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        server.createContext(
                "/config.json",
                exchange -> {
                    exchange.sendResponseHeaders(200, config.length);
                    exchange.getResponseBody().write(config);
                    exchange.close();
                });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            Console result = Console.run("analyze", url + "/config.json", "--json");
            assertEquals(0, result.status(), result.err());
            assertEquals(8_030_261_248L, json(result).path("params_total").asLong());
            Console none = Console.run("analyze", url + "/none");
            assertEquals(1, none.status());
            assertTrue(none.err().contains("expected: a config.json"), none.err());
        } finally {
            server.stop(0);
        }
        assertEquals(1, Console.run("analyze", "http://host.example/config.json").status());
    }

    @Test
    void whatIsTypedWronglyIsRefused() throws IOException {
        String file = config(Configs.LLAMA_3_8B).toString();
        for (String[] wrong :
                new String[][] {
                    {"--batch", "0"},
                    {"--context", "0"},
                    {"--context", "99999999"},
                    {"--cache-bits", "4"},
                    {"--margin", "1"},
                    {"--utilization", "0"},
                    {"--hour-usd", "1"},
                    {"--gpu", "h100", "--hour-usd", "-1"},
                    {"--picture", "0"}
                }) {
            String[] line = new String[wrong.length + 2];
            line[0] = "analyze";
            line[1] = file;
            System.arraycopy(wrong, 0, line, 2, wrong.length);
            assertEquals(2, Console.run(line).status(), String.join(" ", wrong));
        }
        Console gpu = Console.run("analyze", file, "--gpu", "h1000");
        assertEquals(1, gpu.status());
        assertTrue(gpu.err().contains("h200"), gpu.err());
    }

    @Test
    void brokenFilesAreNamed() throws IOException {
        Path file = folder.resolve("config.json");
        for (String text : new String[] {"", "{", "[]", "{\"model_type\":\"llama\"}"}) {
            Files.writeString(file, text);
            Console result = Console.run("analyze", file.toString());
            assertEquals(1, result.status(), text + result.out());
            assertTrue(result.err().contains("expected: "), result.err());
            assertFalse(result.err().contains("Exception"), result.err());
        }
    }
}
