package io.weighbridge.backend.proxies.openai;

import static io.weighbridge.backend.testkit.model.Behaviours.HELLO;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.SubjectTable;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.proxies.contract.ChatBench;
import io.weighbridge.backend.proxies.subjects.SignedTokens;
import io.weighbridge.backend.testkit.SettledCalls;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Who the gateway's calls are for.
final class GatewaySubjectsTest {
    @TempDir Path folder;

    private GatewayBench start(String believedFrom) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), SignedTokens.SECRET + "\n");
        // In this order: a rule of tokens without a key to verify them is refused.
        Map<Setting<?>, String> settings = new LinkedHashMap<>();
        settings.put(SubjectTable.SECRET_FILE, secret.toString());
        settings.put(SubjectTable.ISSUER, "open-webui");
        settings.put(SubjectTable.BELIEVED_FROM, believedFrom);
        settings.put(
                SubjectTable.FROM,
                "header:x-weighbridge-subject jwt:x-openwebui-user-jwt#sub field:user"
                        + " header:x-team");
        return GatewayBench.start(folder.resolve("data"), HELLO, GatewayBench.CREDIT, settings);
    }

    private List<String> subjects(GatewayBench bench) {
        bench.awaitNoHolds();
        bench.test.backend().ledger().atBarrier(() -> {});
        return SettledCalls.rows(
                folder.resolve("data"),
                "SELECT subject FROM usage_record ORDER BY sequence",
                row -> row.getString(1));
    }

    @Test
    void namesThemByTheRules() throws IOException {
        try (GatewayBench bench = start("127.0.0.1")) {
            String token = SignedTokens.openWebUi("tina", bench.time.wallMs());
            bench.send(
                    bench.chatting("\"user\":\"fritz\"").header("x-weighbridge-subject", "hanna"));
            bench.send(bench.chatting("\"user\":\"fritz\"").header("X-OpenWebUI-User-Jwt", token));
            bench.send(bench.chatting("\"user\":\"fritz\"").header("x-openwebui-user-id", "no"));
            bench.send(bench.chatting("\"safety_identifier\":\"fritz2\""));
            bench.send(bench.chatting("\"user\":\"" + "a".repeat(101) + "\""));
            bench.send(bench.chatting("").header("X-Team", "red"));
            assertEquals(List.of("hanna", "tina", "fritz", "fritz2", "", "red"), subjects(bench));
            String all = bench.model.asked().toString().toLowerCase(Locale.ROOT);
            assertFalse(
                    all.contains("hanna") || all.contains("x-openwebui") || all.contains("x-team"),
                    all);
            assertFalse(all.contains(token.toLowerCase(Locale.ROOT)), all);
            assertTrue(all.contains("fritz"), all);
        }
    }

    @Test
    void doesNotBelieveHeadersFromOutside() throws IOException {
        try (GatewayBench bench = start("192.0.2.0/24")) {
            String token = SignedTokens.openWebUi("tina", bench.time.wallMs());
            bench.send(bench.chatting("").header("x-weighbridge-subject", "hanna"));
            bench.send(
                    bench.chatting("")
                            .header("x-weighbridge-subject", "hanna")
                            .header("X-OpenWebUI-User-Jwt", token));
            assertEquals(List.of("", "tina"), subjects(bench));
            assertFalse(bench.model.asked().toString().contains("hanna"));
        }
    }

    @Test
    void aForgedTokenIsRefusedAndFree() throws IOException {
        try (GatewayBench bench = start("127.0.0.1")) {
            String token = SignedTokens.openWebUi("tina", bench.time.wallMs());
            String forged = token.substring(0, token.lastIndexOf('.')) + ".AAAA";
            HttpResponse<String> response =
                    bench.send(bench.chatting("").header("X-OpenWebUI-User-Jwt", forged));
            assertEquals(400, response.statusCode(), response.body());
            assertTrue(response.body().contains("invalid_value"), response.body());
            assertEquals(List.of(), bench.model.asked());
            assertEquals(ChatBench.CREDIT, bench.balanceAfterAll());
        }
    }
}
