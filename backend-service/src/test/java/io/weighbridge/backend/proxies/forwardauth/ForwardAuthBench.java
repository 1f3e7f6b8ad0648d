package io.weighbridge.backend.proxies.forwardauth;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.Config;
import io.weighbridge.backend.ForwardAuthTable;
import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.proxies.wire.ModelJson;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceCategory;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.VanishedPolicy;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HttpCaller;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.SettledCalls;
import io.weighbridge.backend.testkit.SettledCalls.Settled;
import io.weighbridge.backend.testkit.ShiftedTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.Outcome;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A real service with its port for proxies, an account with credit, its key, the credential that
/// may report, and the service "chat" at [Calls#TOKEN] a token, for which [#HELD] tokens are held.
final class ForwardAuthBench implements AutoCloseable {
    /// Tokens that are held for a call: input and output.
    static final long HELD_INPUT = 10;
    static final long HELD = 100;
    static final long CREDIT = 1_000_000;
    static final String PROXY = "forward-auth";

    final ShiftedTime time;
    final TestBackend test;
    final Service chat;
    final Account account;
    final String key;
    final long keyId;
    final String credential;
    private final Path directory;
    private final HttpCaller http = new HttpCaller();

    private ForwardAuthBench(
            Path directory,
            Map<Setting<?>, String> settings,
            VanishedPolicy policy,
            long creditTokens,
            ShiftedTime time,
            TimeSource clock) {
        this.time = time;
        this.directory = directory;
        Config config =
                Config.of(directory)
                        .withPort(0)
                        .with(ForwardAuthTable.ENABLED, "true")
                        .with(ForwardAuthTable.PORT, "0")
                        .with(ForwardAuthTable.PATHS, "/v1/chat=chat /v1/other=other")
                        .with(ForwardAuthTable.INPUT_TOKENS, Long.toString(HELD_INPUT))
                        .with(ForwardAuthTable.OUTPUT_TOKENS, Long.toString(HELD - HELD_INPUT));
        for (Map.Entry<Setting<?>, String> setting : settings.entrySet()) {
            config = config.with(setting.getKey(), setting.getValue());
        }
        this.test = TestBackend.start(config, clock);
        this.chat = test.chat(settings(policy));
        this.account = test.account("Acme", creditTokens * Calls.TOKEN);
        ApiKeys.Made made = test.key(account);
        this.key = made.secret();
        this.keyId = made.key().id();
        this.credential = test.tokens().proxy(PROXY);
    }

    private static ServiceSettings settings(VanishedPolicy policy) {
        return new ServiceSettings(
                ServiceCategory.TEXT,
                false,
                policy,
                ServiceSettings.HOLD_TTL_MS_DEFAULT,
                0,
                ServiceSettings.METER_SLICE_DEFAULT,
                0);
    }

    static ForwardAuthBench start(Path directory) {
        return start(directory, Map.of());
    }

    static ForwardAuthBench start(Path directory, Map<Setting<?>, String> settings) {
        return start(directory, settings, VanishedPolicy.BILL_INPUT, CREDIT);
    }

    static ForwardAuthBench start(
            Path directory,
            Map<Setting<?>, String> settings,
            VanishedPolicy policy,
            long creditTokens) {
        ShiftedTime time = new ShiftedTime();
        return new ForwardAuthBench(directory, settings, policy, creditTokens, time, time);
    }

    /// One whose clock the test can stop.
    static ForwardAuthBench start(Path directory, ShiftedTime time, TimeSource clock) {
        return new ForwardAuthBench(
                directory, Map.of(), VanishedPolicy.BILL_INPUT, CREDIT, time, clock);
    }

    int port() {
        return test.backend().proxyServers().forwardAuthPort().orElseThrow();
    }

    /// A question about a call.
    HttpRequest.Builder question(String dialect) {
        return bare("/auth/" + dialect)
                .header("Authorization", "Bearer " + key)
                .header("X-Forwarded-Uri", "/v1/chat/completions");
    }

    HttpRequest.Builder bare(String path) {
        return HttpCaller.to(port(), path);
    }

    /// A report of these items, by the credential that may.
    HttpResponse<String> report(String... items) {
        return reportBy(credential, "[" + String.join(",", items) + "]");
    }

    HttpResponse<String> reportBy(String secret, String body) {
        return send(
                bare("/usage")
                        .header("Authorization", "Bearer " + secret)
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        return http.send(request);
    }

    /// The hold of a call that is admitted.
    String hold() {
        return header(send(question("caddy")), "x-weighbridge-hold");
    }

    /// An item that tells of a call.
    static String used(String holdId, long input, long output) {
        return "{\"hold_id\":\""
                + holdId
                + "\",\"outcome\":\"ok\",\"units\":{\"input_tokens\":"
                + input
                + ",\"output_tokens\":"
                + output
                + "}}";
    }

    /// A settled call of so many tokens.
    static Settled settled(Outcome outcome, long input, long output) {
        return SettledCalls.of(outcome, input, output, PROXY);
    }

    static String header(HttpResponse<?> response, String name) {
        return response.headers()
                .firstValue(name)
                .orElseThrow(() -> new AssertionError(name + " of " + response.statusCode()));
    }

    static JsonNode json(String text) {
        try {
            return ModelJson.ANSWERS.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The items of a report's answer.
    static List<JsonNode> items(HttpResponse<String> response) {
        List<JsonNode> items = new ArrayList<>();
        json(response.body()).path("items").forEach(items::add);
        return items;
    }

    long heldTokens() {
        return test.balance(account).heldNanos().orElseThrow() / Calls.TOKEN;
    }

    long balanceTokens() {
        return test.balance(account).balanceNanos() / Calls.TOKEN;
    }

    /// Waits until no call is open.
    void awaitNoHolds() {
        test.awaitNoHolds(account);
    }

    /// Lets all holds expire.
    void expire() {
        time.pass(Duration.ofMillis(ServiceSettings.HOLD_TTL_MS_DEFAULT + 1_000));
        awaitNoHolds();
    }

    /// All calls that were settled, in order.
    List<Settled> settled() {
        return SettledCalls.in(test, directory);
    }

    /// Calls whose hold was dropped.
    long released() {
        return SettledCalls.released(test, directory);
    }

    @Override
    public void close() {
        http.close();
        try (test) {
            LedgerSums.check(test, directory);
        }
    }
}
