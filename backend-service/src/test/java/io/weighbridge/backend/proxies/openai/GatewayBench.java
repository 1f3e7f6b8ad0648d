package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.Config;
import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.StoreAddress;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.proxies.wire.Endpoint;
import io.weighbridge.backend.proxies.wire.PromptSize;
import io.weighbridge.backend.proxies.wire.RequestReader;
import io.weighbridge.backend.proxies.wire.RequestRules;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.ShiftedTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.model.Outcome;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// A real service with its gateway in front of a model server, an account with credit, its key, and
/// the service "chat" at [Calls#TOKEN] a token.
public final class GatewayBench implements AutoCloseable {
    static final long CREDIT = 1_000_000;
    public static final RequestRules RULES = new RequestRules("max_tokens", Set.of(), false, 2_000);

    final ShiftedTime time;
    final ModelServer model;
    final TestBackend test;
    final Account account;
    final String key;
    final long keyId;
    private final Path directory;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// One settled call.
    public record Settled(int outcome, String units, long charge, String proxy) {}

    private GatewayBench(
            Path directory,
            Config config,
            ModelServer model,
            long creditTokens,
            ShiftedTime time,
            TimeSource clock) {
        this.time = time;
        this.directory = directory;
        this.model = model;
        this.test = TestBackend.start(config, clock);
        test.chat();
        this.account = test.account("Acme", creditTokens * Calls.TOKEN);
        ApiKeys.Made made = test.key(account);
        this.key = made.secret();
        this.keyId = made.key().id();
    }

    static GatewayBench start(Path directory, ModelServer.Behaviour behaviour) {
        return start(directory, behaviour, CREDIT, Map.of());
    }

    static GatewayBench start(Path directory, ModelServer.Behaviour behaviour, TimeSource clock) {
        return start(directory, behaviour, CREDIT, Map.of(), new ShiftedTime(), clock);
    }

    static GatewayBench start(
            Path directory,
            ModelServer.Behaviour behaviour,
            long creditTokens,
            Map<Setting<?>, String> settings) {
        ShiftedTime time = new ShiftedTime();
        return start(directory, behaviour, creditTokens, settings, time, time);
    }

    private static GatewayBench start(
            Path directory,
            ModelServer.Behaviour behaviour,
            long creditTokens,
            Map<Setting<?>, String> settings,
            ShiftedTime time,
            TimeSource clock) {
        ModelServer model = ModelServer.start(behaviour);
        Config config =
                Config.of(directory)
                        .withPort(0)
                        .with(GatewayTable.UPSTREAM, model.url())
                        .with(GatewayTable.PORT, "0");
        for (Map.Entry<Setting<?>, String> setting : settings.entrySet()) {
            config = config.with(setting.getKey(), setting.getValue());
        }
        return new GatewayBench(directory, config, model, creditTokens, time, clock);
    }

    HttpRequest.Builder to(String path) {
        int port = test.backend().gatewayPort().orElseThrow();
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1" + path))
                .timeout(Duration.ofSeconds(30));
    }

    HttpRequest.Builder post(String path, String body) {
        return to(path).header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<InputStream> open(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> chat(String fields) {
        return send(post("/chat/completions", chatBody(fields)));
    }

    /// A chat with another key.
    HttpRequest.Builder chatOf(String otherKey) {
        return to("/chat/completions")
                .header("Authorization", "Bearer " + otherKey)
                .POST(HttpRequest.BodyPublishers.ofString(chatBody("")));
    }

    public static String chatBody(String fields) {
        return "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Say hello.\"}]"
                + (fields.isEmpty() ? "" : "," + fields)
                + "}";
    }

    /// What the gate estimates for a chat's prompt.
    public static PromptSize size(String fields) {
        byte[] body = chatBody(fields).getBytes(StandardCharsets.UTF_8);
        return RequestReader.read(Endpoint.CHAT, body, RULES).size();
    }

    /// What is charged for a chat's prompt when nobody tells its size.
    public static long likely(String fields) {
        return size(fields).likelyTokens();
    }

    /// A settled call of so many tokens, each of which costs the same.
    static Settled settled(Outcome outcome, long input, long output) {
        return new Settled(
                outcome.number(),
                "input_tokens=" + input + " output_tokens=" + output,
                input + output,
                Gateway.PROXY);
    }

    /// For what a model server does: an interrupt ends its answer.
    public static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /// Tokens that are left, settled.
    long balanceTokens() {
        return test.balance(account).balanceNanos() / Calls.TOKEN;
    }

    /// The same once no call is open.
    long balanceAfterAll() {
        awaitNoHolds();
        return balanceTokens();
    }

    /// Waits until no call is open, and fails when something is still held.
    void awaitNoHolds() {
        Calls.await("no holds", () -> test.balance(account).heldNanos().orElseThrow() == 0);
    }

    /// All calls that were settled, in order.
    List<Settled> settled() {
        awaitNoHolds();
        test.backend().ledger().atBarrier(() -> {});
        return records(directory);
    }

    /// The tags of the last call that was settled.
    String tagsOfLast() {
        awaitNoHolds();
        test.backend().ledger().atBarrier(() -> {});
        try (Connection connection = Database.openReadOnly(new StoreAddress.Embedded(directory));
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT tags FROM usage_record ORDER BY sequence DESC LIMIT 1")) {
            return row.next() ? row.getString(1) : "no call";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A stream without what the gateway adds to its usage.
    static String withoutReceipt(String stream) {
        return stream.replaceAll(",\"weighbridge\":\\{[^}]*}", "");
    }

    /// All calls that are in the store, in order.
    public static List<Settled> records(Path directory) {
        List<Settled> all = new ArrayList<>();
        try (Connection connection = Database.openReadOnly(new StoreAddress.Embedded(directory));
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT outcome, units, charge_nanos, proxy FROM usage_record"
                                        + " ORDER BY sequence")) {
            while (row.next()) {
                all.add(
                        new Settled(
                                row.getInt(1),
                                row.getString(2),
                                row.getLong(3) / Calls.TOKEN,
                                row.getString(4)));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return all;
    }

    @Override
    public void close() {
        http.close();
        try {
            LedgerSums.check(test, directory);
        } finally {
            test.close();
            model.close();
        }
    }
}
