package io.weighbridge.backend.proxies.envoy;

import static io.weighbridge.backend.testkit.model.Behaviours.HELLO;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.weighbridge.backend.ForwardAuthTable;
import io.weighbridge.backend.SubjectTable;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.SettledCalls;
import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Who calls behind the real Envoy are for.
@NeedsProgram(Program.ENVOY)
final class EnvoySubjectsTest {
    private static final Path EXT_AUTHZ = Path.of("../docs/proxies/envoy/ext_authz.yaml");

    @TempDir Path folder;

    private static Map<Setting<?>, String> settings(String believedFrom) {
        return Map.of(
                SubjectTable.FROM,
                "header:x-openwebui-user-id header:x-team field:user",
                SubjectTable.BELIEVED_FROM,
                believedFrom,
                ForwardAuthTable.PATHS,
                "/v1/chat=chat");
    }

    private List<String> chat(EnvoyBench bench) {
        assertEquals(
                200,
                bench.send(
                                bench.chatting("\"user\":\"fritz\"")
                                        .header("x-openwebui-user-id", "anna")
                                        .header("x-team", "red"))
                        .statusCode());
        String all = bench.model.asked().getFirst().all();
        assertFalse(all.contains("anna") || all.contains("red"), all);
        return all.lines().toList();
    }

    private List<String> subjects(EnvoyBench bench) {
        bench.awaitNoHolds();
        bench.test.backend().ledger().atBarrier(() -> {});
        return SettledCalls.rows(
                folder.resolve("data"),
                "SELECT subject FROM usage_record ORDER BY sequence",
                row -> row.getString(1));
    }

    private EnvoyBench processing(String believedFrom) {
        return EnvoyBench.start(
                folder,
                HELLO,
                EnvoyBench.Bodies.DOCUMENTED,
                EnvoyBench.CREDIT,
                settings(believedFrom));
    }

    @Test
    void believesTheClientsThatItMay() {
        try (EnvoyBench bench = processing("127.0.0.1")) {
            chat(bench);
            assertEquals(List.of("anna"), subjects(bench));
        }
    }

    @Test
    void doesNotBelieveTheOthers() {
        try (EnvoyBench bench = processing("192.0.2.0/24")) {
            chat(bench);
            assertEquals(List.of("fritz"), subjects(bench));
        }
    }

    @Test
    void alsoWhereItSeesTheHeadAlone() {
        try (EnvoyBench bench =
                EnvoyBench.start(
                        folder,
                        HELLO,
                        text -> text,
                        EXT_AUTHZ,
                        EnvoyBench.CREDIT,
                        settings("127.0.0.1"),
                        new SystemTime())) {
            String hold =
                    chat(bench).stream()
                            .filter(line -> line.startsWith("x-weighbridge-hold:"))
                            .findFirst()
                            .orElseThrow()
                            .substring("x-weighbridge-hold:".length())
                            .strip();
            var _ = bench.test.gate("envoy").settle(Calls.settle(hold, 1, 1).build());
            assertEquals(List.of("anna"), subjects(bench));
        }
    }
}
