package io.weighbridge.backend.proxies.forwardauth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.ForwardAuthTable;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.testkit.model.AskedModel;
import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The page docs/proxies/haproxy.md.
@NeedsProgram(Program.HAPROXY)
final class HaproxyTest extends RealProxyContract {
    @Test
    void anErrorOfTheLuaFileLetsNothingPass() throws IOException {
        Path own = Files.createDirectories(folder.resolve("proxy"));
        try (ForwardAuthBench bench = gate();
                FrontedModel front =
                        FrontedModel.start(
                                kind(),
                                bench.port(),
                                own,
                                text -> text.replace("core.httpclient()", "core.nothing()"))) {
            assertEquals(503, front.send(front.chat(bench.key)).statusCode());
            assertEquals(List.of(), front.model.asked());
        }
    }

    @Test
    void tellsTheSubjectWhereItsHeaderIsNamed() throws IOException {
        Path own = Files.createDirectories(folder.resolve("proxy"));
        Map<Setting<?>, String> settings = Map.of(ForwardAuthTable.SUBJECT_HEADER, "X-User");
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder.resolve("data"), settings);
                FrontedModel front =
                        FrontedModel.start(
                                kind(),
                                bench.port(),
                                own,
                                text ->
                                        text.replace(
                                                "SUBJECT_HEADER = \"\"",
                                                "SUBJECT_HEADER = \"x-user\""))) {
            assertEquals(
                    200, front.send(front.chat(bench.key).header("X-User", "anna")).statusCode());
            AskedModel asked = front.model.asked().getFirst();
            assertEquals(List.of("anna"), asked.header("x-weighbridge-subject"), asked::all);
        }
    }

    @Override
    FrontedModel.Kind kind() {
        return new FrontedModel.Kind(
                "haproxy",
                List.of("haproxy.cfg", "weighbridge.lua"),
                file -> List.of(Program.HAPROXY.path().toString(), "-f", file.toString()));
    }
}
