package io.weighbridge.backend.proxies.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.testkit.model.MediaServer;
import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;
import io.weighbridge.backend.testkit.program.RunningProgram;
import io.weighbridge.model.Unit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What OpenAI's own SDKs make of pictures and sound from the gateway.
final class MediaSdkTest {
    @TempDir Path folder;

    private Path script(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(MediaSdkTest.class.getResourceAsStream("/sdk/" + name))) {
            Path file = folder.resolve(name);
            Files.write(file, in.readAllBytes());
            return file;
        }
    }

    private void check(Program program, String script, Map<String, String> environment)
            throws IOException {
        try (MediaBench bench =
                MediaBench.start(
                        folder.resolve("data"),
                        new MediaServer(),
                        Unit.INPUT_TOKENS,
                        Unit.OUTPUT_TOKENS,
                        Unit.CHARACTERS)) {
            GatewayBench gateway = bench.gateway;
            List<String> command =
                    List.of(
                            program.path().toString(),
                            script(script).toString(),
                            "http://127.0.0.1:"
                                    + gateway.test.backend().gatewayPort().orElseThrow()
                                    + "/v1",
                            gateway.key,
                            gateway.test.key(gateway.test.account("Poor", 1)).secret());
            Map<String, String> cases = new HashMap<>();
            try (RunningProgram running = RunningProgram.start(command, folder, environment)) {
                assertEquals(0, running.awaitEnd(), running::output);
                // SDKs warn of models that are going to go.
                for (String line :
                        running.output().lines().filter(l -> l.startsWith("{")).toList()) {
                    JsonNode one = new ObjectMapper().readTree(line);
                    String name = one.path("case").asText();
                    ((ObjectNode) one).remove("case");
                    cases.put(name, one.toString());
                }
            }
            String heard = "\"text\":\"" + MediaServer.HEARD + "\"";
            assertEquals(
                    Map.of(
                            "images", "{\"count\":1,\"tokens\":282,\"cost\":\"0.282000000\"}",
                            "image stream",
                                    "{\"types\":[\"image_generation.partial_image\","
                                            + "\"image_generation.completed\"],\"tokens\":282}",
                            "edit", "{\"count\":1}",
                            "speech", "{\"bytes\":4044}",
                            "transcription", "{" + heard + ",\"tokens\":26}",
                            "transcription stream", "{" + heard + "}",
                            "translation", "{" + heard + "}",
                            "no credit", "{\"status\":402,\"code\":\"insufficient_quota\"}",
                            "bad size", "{\"status\":400,\"code\":\"invalid_value\"}",
                            "no model", "{\"status\":404,\"code\":\"model_not_found\"}"),
                    cases);
            assertEquals(7, gateway.settled().size());
        }
    }

    @Test
    @NeedsProgram(Program.PYTHON)
    void python() throws IOException {
        check(Program.PYTHON, "openai_media.py", Map.of());
    }

    @Test
    @NeedsProgram(Program.NODE)
    void javaScript() throws IOException {
        String modules = Program.folder().resolve("node/node_modules").toString();
        check(Program.NODE, "openai_media.cjs", Map.of("NODE_PATH", modules));
    }
}
