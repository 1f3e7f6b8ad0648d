package io.weighbridge.backend.proxies.forwardauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ForwardAuthTable;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.net.IpNetwork;
import io.weighbridge.backend.pricing.Fee;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.Unit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Questions as proxies ask them, answered in each dialect.
final class ForwardAuthTest {
    @TempDir Path folder;

    private static void assertRefused(int status, String code, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals(
                code,
                ForwardAuthBench.json(response.body()).path("error").path("code").asText(),
                response.body());
    }

    private static String keyOf(ForwardAuthBench bench, KeySettings settings) {
        return bench.test.backend().keys().create(bench.account.id(), settings).secret();
    }

    private static HttpRequest.Builder by(ForwardAuthBench bench, String dialect, String key) {
        return bench.bare("/auth/" + dialect)
                .header("Authorization", "Bearer " + key)
                .header("X-Forwarded-Uri", "/v1/chat/completions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "caddy", "traefik", "haproxy"})
    void admitsAndHoldsTheCeiling(String dialect) {
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder)) {
            HttpResponse<String> response = bench.send(bench.question(dialect));
            assertEquals(200, response.statusCode(), response.body());
            assertEquals("chat", ForwardAuthBench.header(response, "x-weighbridge-service"));
            assertTrue(
                    ForwardAuthBench.header(response, "x-weighbridge-account").startsWith("acc"));
            assertEquals(
                    36, ForwardAuthBench.header(response, "x-weighbridge-request-id").length());
            assertEquals(ForwardAuthBench.HELD, bench.heldTokens());
            String hold = ForwardAuthBench.header(response, "x-weighbridge-hold");
            assertEquals(200, bench.report(ForwardAuthBench.used(hold, 9, 4)).statusCode());
            assertEquals(0, bench.heldTokens());
            assertEquals(ForwardAuthBench.CREDIT - 13, bench.balanceTokens());
            assertEquals(List.of(ForwardAuthBench.settled(Outcome.OK, 9, 4)), bench.settled());
        }
    }

    @Test
    void namesTheServiceByTheAddressOfTheQuestion() {
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder)) {
            bench.test.service("qwen/qwen3");
            String bearer = "Bearer " + bench.key;
            for (String path : List.of("/auth/caddy/chat", "/auth/nginx/chat")) {
                HttpRequest.Builder question = bench.bare(path).header("Authorization", bearer);
                assertEquals(200, bench.send(question).statusCode(), path);
            }
            // Known, but without a price.
            assertRefused(
                    503,
                    "model_unpriced",
                    bench.send(
                            bench.bare("/auth/caddy/qwen/qwen3").header("Authorization", bearer)));
            // Wins over the path, which must have one reading all the same.
            assertRefused(
                    404,
                    "model_not_found",
                    bench.send(
                            bench.bare("/auth/caddy/nothing")
                                    .header("Authorization", bearer)
                                    .header("X-Forwarded-Uri", "/v1/chat")));
            assertRefused(
                    400,
                    "invalid_path",
                    bench.send(
                            bench.bare("/auth/caddy/chat")
                                    .header("Authorization", bearer)
                                    .header("X-Forwarded-Uri", "/v1/../chat")));
            assertRefused(
                    404,
                    "unknown_dialect",
                    bench.send(bench.bare("/auth/apache").header("Authorization", bearer)));
        }
    }

    @Test
    void refusesWithTheRealStatusAndToNginxInHeaders() {
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder)) {
            assertRefused(401, "invalid_api_key", bench.send(by(bench, "caddy", "sk-nobody")));
            assertRefused(
                    401,
                    "invalid_api_key",
                    bench.send(bench.bare("/auth/traefik").header("X-Forwarded-Uri", "/v1/chat")));
            assertRefused(
                    400,
                    "invalid_header",
                    bench.send(
                            bench.question("haproxy")
                                    .header("Authorization", "Bearer " + bench.key)));
            Account poor = bench.test.account("Poor", 5 * Calls.TOKEN);
            String key = bench.test.key(poor).secret();
            HttpResponse<String> empty = bench.send(by(bench, "traefik", key));
            assertRefused(402, "insufficient_quota", empty);
            assertEquals("false", ForwardAuthBench.header(empty, "x-should-retry"));

            HttpResponse<String> nginx = bench.send(by(bench, "nginx", key));
            assertRefused(403, "insufficient_quota", nginx);
            assertEquals("402", ForwardAuthBench.header(nginx, "x-error-status"));
            assertEquals("false", ForwardAuthBench.header(nginx, "x-should-retry"));
            assertEquals(nginx.body(), ForwardAuthBench.header(nginx, "x-error-body"));
            assertEquals(0, bench.heldTokens());
        }
    }

    @Test
    void aHeaderHoldsNoOtherAlphabet() {
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder)) {
            String bearer = "Bearer " + bench.key;
            HttpResponse<String> response =
                    bench.send(bench.bare("/auth/nginx/%E6%A8%A1").header("Authorization", bearer));
            assertEquals("404", ForwardAuthBench.header(response, "x-error-status"));
            assertTrue(response.body().contains("\u6a21"), response.body());
            String inHeader = ForwardAuthBench.header(response, "x-error-body");
            assertTrue(inHeader.chars().allMatch(c -> c >= ' ' && c <= '~'), inHeader);
            assertEquals(ForwardAuthBench.json(response.body()), ForwardAuthBench.json(inHeader));
            HttpResponse<String> split =
                    bench.send(
                            bench.bare("/auth/nginx/a%0D%0Ax-weighbridge-hold:1")
                                    .header("Authorization", bearer));
            assertTrue(split.statusCode() / 100 == 4, split.toString());
            assertTrue(split.headers().firstValue("x-weighbridge-hold").isEmpty());
        }
    }

    @Test
    void tellsLimits() {
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder)) {
            ServiceLimits limits = new ServiceLimits(0, 1, 10_000, -1, false);
            String key =
                    keyOf(
                            bench,
                            new KeySettings("few", 0, true, Set.of(), 0, null, List.of(limits)));
            HttpResponse<String> first = bench.send(by(bench, "caddy", key));
            assertEquals(200, first.statusCode());
            assertEquals("1", ForwardAuthBench.header(first, "x-ratelimit-limit-requests"));
            assertEquals("0", ForwardAuthBench.header(first, "x-ratelimit-remaining-requests"));
            assertEquals("9900", ForwardAuthBench.header(first, "x-ratelimit-remaining-tokens"));
            HttpResponse<String> second = bench.send(by(bench, "caddy", key));
            assertRefused(429, "rate_limit_exceeded", second);
            assertTrue(Long.parseLong(ForwardAuthBench.header(second, "retry-after")) > 0);
            assertEquals("0", ForwardAuthBench.header(second, "x-ratelimit-remaining-requests"));
            HttpResponse<String> third = bench.send(by(bench, "nginx", key));
            assertEquals("429", ForwardAuthBench.header(third, "x-error-status"));
            assertTrue(Long.parseLong(ForwardAuthBench.header(third, "retry-after")) > 0);
        }
    }

    @Test
    void keysAreOfTheirAccountsAndServices() {
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder)) {
            long other = bench.test.service("other").id();
            String foreign =
                    keyOf(
                            bench,
                            new KeySettings("other", 0, false, Set.of(other), 0, null, List.of()));
            assertRefused(404, "model_not_found", bench.send(by(bench, "caddy", foreign)));
            bench.test.backend().keys().revoke(bench.keyId, "test");
            assertRefused(401, "invalid_api_key", bench.send(bench.question("caddy")));
            // No rule: the key is looked at first.
            HttpRequest.Builder nowhere =
                    bench.bare("/auth/caddy")
                            .header("Authorization", "Bearer " + bench.key)
                            .header("X-Forwarded-Uri", "/v9");
            assertRefused(401, "invalid_api_key", bench.send(nowhere));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/chat/../other",
                "//v1/chat",
                "/v1/%2e%2e/x",
                "/v1%2fchat",
                "/v1/chat;a"
            })
    void oddPathsAreNotGuessed(String path) {
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder)) {
            HttpRequest.Builder question =
                    bench.bare("/auth/caddy")
                            .header("Authorization", "Bearer " + bench.key)
                            .header("X-Forwarded-Uri", path);
            assertRefused(400, "invalid_path", bench.send(question));
            assertRefused(
                    400,
                    "invalid_path",
                    bench.send(bench.question("caddy").header("X-Forwarded-Uri", "/v1/chat")));
            assertEquals(0, bench.heldTokens());
        }
    }

    @Test
    void readsNoHeaderOfOursAndAddsNone() {
        try (ForwardAuthBench bench =
                ForwardAuthBench.start(
                        folder, Map.of(ForwardAuthTable.SUBJECT_HEADER, "X-User-Id"))) {
            Account victim = bench.test.account("Victim", 1_000 * Calls.TOKEN);
            HttpResponse<String> response =
                    bench.send(
                            bench.question("traefik")
                                    .header("x-weighbridge-account", "acc_1")
                                    .header("x-weighbridge-hold", "forged")
                                    .header("x-weighbridge-service", "other")
                                    .header("x-weighbridge-subject", "forged")
                                    .header("X-User-Id", "anna"));
            assertEquals(200, response.statusCode());
            assertEquals("chat", ForwardAuthBench.header(response, "x-weighbridge-service"));
            assertEquals(List.of("anna"), response.headers().allValues("x-weighbridge-subject"));
            assertEquals(1, response.headers().allValues("x-weighbridge-hold").size());
            assertFalse(ForwardAuthBench.header(response, "x-weighbridge-hold").equals("forged"));
            assertEquals(0, bench.test.balance(victim).heldNanos().orElseThrow());
            assertRefused(
                    400,
                    "invalid_header",
                    bench.send(bench.question("caddy").header("X-User-Id", "a".repeat(101))));
        }
    }

    private static HttpRequest.Builder from(
            ForwardAuthBench bench, String key, String... forwarded) {
        HttpRequest.Builder question = by(bench, "caddy", key);
        for (String each : forwarded) {
            question.header("X-Forwarded-For", each);
        }
        return question;
    }

    private static String keyOf192(ForwardAuthBench bench) {
        return keyOf(
                bench,
                new KeySettings(
                        "here",
                        0,
                        true,
                        Set.of(),
                        0,
                        null,
                        List.of(),
                        List.of(IpNetwork.parse("network", "192.0.2.0/24"))));
    }

    @Test
    void theLastAddressCountsWhereTheProxyIsTrusted() {
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder)) {
            String key = keyOf192(bench);
            assertEquals(200, bench.send(from(bench, key, "192.0.2.7")).statusCode());
            assertEquals(200, bench.send(from(bench, key, "203.0.113.1, 192.0.2.7")).statusCode());
            assertEquals(
                    200, bench.send(from(bench, key, "203.0.113.1", "192.0.2.7")).statusCode());
            for (String[] wrong :
                    new String[][] {
                        {"192.0.2.7, 203.0.113.1"}, {"192.0.2.7", "203.0.113.1"}, {}, {"192.0.2.7,"}
                    }) {
                assertRefused(403, "address_not_allowed", bench.send(from(bench, key, wrong)));
            }
        }
    }

    @Test
    void anotherProxysWordIsItsOwnAddress() {
        try (ForwardAuthBench bench =
                ForwardAuthBench.start(
                        folder, Map.of(ForwardAuthTable.TRUSTED_PROXIES, "10.0.0.0/8"))) {
            String key = keyOf192(bench);
            assertRefused(403, "address_not_allowed", bench.send(from(bench, key, "192.0.2.7")));
            String local =
                    keyOf(
                            bench,
                            new KeySettings(
                                    "local",
                                    0,
                                    true,
                                    Set.of(),
                                    0,
                                    null,
                                    List.of(),
                                    List.of(IpNetwork.parse("network", "127.0.0.1"))));
            assertEquals(200, bench.send(from(bench, local, "192.0.2.7")).statusCode());
        }
    }

    @Test
    void withoutTheCredentialNothingIsAdmitted() {
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder)) {
            long id =
                    bench.test.backend().proxies().inUse(ForwardAuthBench.PROXY).orElseThrow().id();
            bench.test.backend().proxies().revoke(id, "test");
            assertRefused(503, "gate_unavailable", bench.send(bench.question("caddy")));
            long other = bench.test.service("other").id();
            bench.test
                    .backend()
                    .proxies()
                    .create(ForwardAuthBench.PROXY, false, Set.of(other), 0, true);
            assertRefused(404, "model_not_found", bench.send(bench.question("caddy")));
            assertEquals(0, bench.heldTokens());
        }
    }

    private static HttpResponse<String> askForAudio(ForwardAuthBench bench, long creditNanos) {
        Service audio = bench.test.service("other");
        bench.test.publish(
                List.of(TestBackend.rate(audio, Unit.AUDIO_MILLISECONDS, Calls.TOKEN)),
                List.of(new Fee(audio.id(), 1, 0)));
        String key = bench.test.key(bench.test.account("Other", creditNanos)).secret();
        return bench.send(
                bench.bare("/auth/caddy")
                        .header("Authorization", "Bearer " + key)
                        .header("X-Forwarded-Uri", "/v1/other"));
    }

    /// A fee for the request would be held, and the sound charged.
    @Test
    void whatHasNoPriceIsNotHeldAtNothingButItsFee() {
        Map<Setting<?>, String> aRequest = Map.of(ForwardAuthTable.ESTIMATES, "other requests=1");
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder.resolve("a"), aRequest)) {
            assertRefused(503, "model_unpriced", askForAudio(bench, 0));
        }
        Map<Setting<?>, String> tenMinutes =
                Map.of(ForwardAuthTable.ESTIMATES, "other audio_milliseconds=600000");
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder.resolve("b"), tenMinutes)) {
            assertRefused(402, "insufficient_quota", askForAudio(bench, 0));
        }
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder.resolve("c"), tenMinutes)) {
            assertEquals(200, askForAudio(bench, Calls.TOKEN).statusCode());
        }
    }

    @Test
    void anAnswerHasNoBodyToPassOn() {
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder)) {
            HttpRequest.Builder posted =
                    bench.question("traefik").POST(HttpRequest.BodyPublishers.ofString("{}"));
            HttpResponse<String> response = bench.send(posted);
            assertEquals(200, response.statusCode());
            assertEquals("", response.body());
        }
    }
}
