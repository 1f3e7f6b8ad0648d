package io.weighbridge.backend.proxies.forwardauth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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

    @Override
    FrontedModel.Kind kind() {
        return new FrontedModel.Kind(
                "haproxy",
                List.of("haproxy.cfg", "weighbridge.lua"),
                file -> List.of(Program.HAPROXY.path().toString(), "-f", file.toString()));
    }
}
