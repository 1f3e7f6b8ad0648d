package io.weighbridge.backend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.util.JsonFormat;

import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.proto.v1.AnalyzeModelRequest;
import io.weighbridge.proto.v1.ComputeGrpc;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.CostBasis;
import io.weighbridge.proto.v1.ModelSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The service and the command say the same of a model.
final class AnalyzeOverGrpcTest {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @TempDir Path folder;

    @Test
    void theServiceSaysWhatTheCommandSays() throws Exception {
        List<String> models =
                List.of(
                        Configs.LLAMA_3_8B,
                        Configs.DEEPSEEK_V3,
                        Configs.QWEN_3_NEXT,
                        "{'model_type':'bert','vocab_size':30522,'hidden_size':768,"
                                + "'num_hidden_layers':12,'num_attention_heads':12,"
                                + "'intermediate_size':3072,'max_position_embeddings':512,"
                                + "'type_vocab_size':2}",
                        Configs.WHISPER_LARGE_V2,
                        Configs.SDXL,
                        Configs.LLAMA_3_8B.replace("'llama'", "'quasar'"));
        try (TestBackend test = TestBackend.start(folder.resolve("data"))) {
            for (String model : models) {
                Path file = Files.writeString(folder.resolve("c.json"), model.replace('\'', '"'));
                compare(told(test, model, "h100"), typed(file, "h100"));
                if (model.equals(Configs.LLAMA_3_8B)) {
                    compare(told(test, model, ""), typed(file, ""));
                    // It has no price.
                    compare(told(test, model, "l40s"), typed(file, "l40s"));
                }
            }
        }
    }

    private JsonNode typed(Path file, String gpu) throws Exception {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                "analyze",
                                file.toString(),
                                "--json",
                                "--context=1000,5",
                                "--batch=8",
                                "--cache-bits=8",
                                "--margin=0.25",
                                "--utilization=0.4",
                                "--picture=512,7"));
        if (!gpu.isEmpty()) {
            line.add("--gpu=" + gpu);
        }
        return JSON.readTree(Console.run(line.toArray(String[]::new)).out());
    }

    private static JsonNode told(TestBackend test, String model, String gpu) throws Exception {
        AnalyzeModelRequest request =
                AnalyzeModelRequest.newBuilder()
                        .setModel(ModelSource.newBuilder().setConfigJson(model.replace('\'', '"')))
                        .setGpu(gpu)
                        .addContexts(1_000)
                        .addContexts(5)
                        .addPictures(512)
                        .addPictures(7)
                        .setTerms(
                                ComputeTerms.newBuilder()
                                        .setContextTokens(1_000)
                                        .setBatch(8)
                                        .setCacheBits(8)
                                        .setBasis(CostBasis.COST_BASIS_GPU_TIME_VRAM)
                                        .setMarginMillionths(250_000)
                                        .setUtilizationMillionths(400_000))
                        .build();
        return JSON.readTree(
                JsonFormat.printer()
                        .preservingProtoFieldNames()
                        .print(ComputeGrpc.newBlockingStub(test.channel()).analyzeModel(request)));
    }

    // Each value that the command prints stands in the message, and nothing else does.
    private static void compare(JsonNode told, JsonNode typed) {
        Map<String, String> expected = new TreeMap<>();
        leaves("", typed, expected);
        Map<String, String> actual = new TreeMap<>();
        leaves("", told, actual);
        assertTrue(expected.size() >= 4, expected::toString);
        expected.remove("/model");
        actual.remove("/model");
        assertEquals(expected, actual);
    }

    private static void leaves(String path, JsonNode node, Map<String, String> to) {
        if (node.isContainerNode()) {
            node.properties()
                    .forEach(each -> leaves(path + "/" + each.getKey(), each.getValue(), to));
            for (int i = 0; node.isArray() && i < node.size(); i++) {
                leaves(path + "/" + i, node.get(i), to);
            }
        } else if (path.contains("_usd")) {
            BigDecimal nanos = node.decimalValue().movePointRight(9);
            to.put(
                    path.replace("_usd", "_nanos"),
                    nanos.setScale(0, RoundingMode.CEILING).toPlainString());
        } else if (!node.asText().equals("0")) {
            // What is 0 is not printed of a message.
            to.put(path, plain(node));
        }
    }

    private static String plain(JsonNode node) {
        try {
            return new BigDecimal(node.asText()).stripTrailingZeros().toPlainString();
        } catch (NumberFormatException e) {
            return node.asText();
        }
    }
}
