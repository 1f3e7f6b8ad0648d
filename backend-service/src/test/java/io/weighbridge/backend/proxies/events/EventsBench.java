package io.weighbridge.backend.proxies.events;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.Config;
import io.weighbridge.backend.EventsTable;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.proxies.wire.ModelJson;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HttpCaller;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.SettledCalls;
import io.weighbridge.backend.testkit.SettledCalls.Settled;
import io.weighbridge.backend.testkit.ShiftedTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Outcome;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A real service with its port for usage events, an account with credit, its key, a credential
/// that may tell of usage, and the service "chat" at [Calls#TOKEN] a token.
final class EventsBench implements AutoCloseable {
    static final long CREDIT = 1_000_000;
    static final String TELLER = "meter";
    static final String ONE = "application/cloudevents+json";
    static final String BATCH = "application/cloudevents-batch+json";

    final ShiftedTime time;
    final TestBackend test;
    final String credential;
    final Service chat;
    private final Path directory;
    private final HttpCaller http = new HttpCaller();

    private EventsBench(Path directory, Config config, ShiftedTime time, boolean isNew) {
        this.time = time;
        this.directory = directory;
        this.test = TestBackend.start(config, time);
        this.credential = test.tokens().proxy(TELLER);
        this.chat =
                isNew
                        ? test.chat()
                        : Objects.requireNonNull(
                                test.backend().services().directory().byName("chat"));
    }

    static Config config(Path directory, Map<Setting<?>, String> settings) {
        Config config =
                Config.of(directory)
                        .withPort(0)
                        .with(EventsTable.ENABLED, "true")
                        .with(EventsTable.PORT, "0");
        for (Map.Entry<Setting<?>, String> setting : settings.entrySet()) {
            config = config.with(setting.getKey(), setting.getValue());
        }
        return config;
    }

    static EventsBench start(Path directory) {
        return start(directory, Map.of());
    }

    static EventsBench start(Path directory, Map<Setting<?>, String> settings) {
        EventsBench bench =
                new EventsBench(directory, config(directory, settings), new ShiftedTime(), true);
        // The book must be in force before what it prices.
        bench.time.shift(Duration.ofHours(1));
        return bench;
    }

    /// One on a used directory.
    static EventsBench again(Path directory, Map<Setting<?>, String> settings, ShiftedTime time) {
        return new EventsBench(directory, config(directory, settings), time, false);
    }

    Account account(long creditTokens) {
        return test.account("Acme", creditTokens * Calls.TOKEN);
    }

    static String id(Account account) {
        return IdKind.ACCOUNT.format(account.id());
    }

    /// The gate's instant, in words.
    String now() {
        return Instant.ofEpochMilli(time.wallMs()).toString();
    }

    /// An event of so many tokens, as its fields may be replaced in.
    String event(String id, Account payer, long input, long output) {
        return event(id, id(payer), now(), "\"chat\"", units(input, output));
    }

    static String units(long input, long output) {
        return "{\"input_tokens\":" + input + ",\"output_tokens\":" + output + "}";
    }

    static String event(String id, String payer, String time, String service, String units) {
        return "{\"specversion\":\"1.0\",\"type\":\""
                + EventData.TYPE
                + "\",\"source\":\"/gpu/7\",\"id\":\""
                + id
                + "\",\"subject\":\""
                + payer
                + "\",\"time\":\""
                + time
                + "\",\"data\":{\"service\":"
                + service
                + ",\"units\":"
                + units
                + "}}";
    }

    HttpRequest.Builder request(String path, String secret, String type, byte[] body) {
        return HttpCaller.to(port(), path)
                .header("Authorization", "Bearer " + secret)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    int port() {
        return test.backend().proxyServers().eventsPort().orElseThrow();
    }

    HttpResponse<String> send(String event) {
        return send(credential, ONE, event);
    }

    HttpResponse<String> batch(String... events) {
        return send(credential, BATCH, "[" + String.join(",", events) + "]");
    }

    HttpResponse<String> send(String secret, String type, String body) {
        return send(request("/events", secret, type, body.getBytes(StandardCharsets.UTF_8)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        return http.send(request);
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return ModelJson.ANSWERS.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The code of the first event that is not charged.
    static String code(HttpResponse<String> response) {
        return json(response).path("refused").path(0).path("code").asText();
    }

    long balanceTokens(Account account) {
        return test.balance(account).balanceNanos() / Calls.TOKEN;
    }

    /// All that is charged, in order.
    List<Settled> settled() {
        return SettledCalls.in(test, directory);
    }

    static Settled settled(long input, long output) {
        return SettledCalls.of(Outcome.OK, input, output, TELLER);
    }

    long number(String sql) {
        return LedgerSums.number(test, directory, sql);
    }

    @Override
    public void close() {
        http.close();
        try (test) {
            LedgerSums.check(test, directory);
        }
    }
}
