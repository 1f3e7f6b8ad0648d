package io.weighbridge.backend.proxies.envoy;

import io.weighbridge.backend.Config;
import io.weighbridge.backend.EnvoyTable;
import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.fact.RequestState;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.StoreAddress;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.proxies.openai.GatewayBench;
import io.weighbridge.backend.proxies.openai.GatewayBench.Settled;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.program.Program;
import io.weighbridge.backend.testkit.program.RunningProgram;
import io.weighbridge.model.Outcome;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A real service behind a real Envoy with the documented configuration, in front of a model
/// server; an account with credit, its key, and the service "chat" at [Calls#TOKEN] a token.
final class EnvoyBench implements AutoCloseable {
    static final long CREDIT = 1_000_000;
    static final Path CONFIGURATION = Path.of("../docs/proxies/envoy/envoy.yaml");
    static final String PROXY = "envoy";

    /// How bodies come.
    enum Bodies {
        /// As the documented configuration says.
        DOCUMENTED(""),
        STREAMED("response_body_mode: STREAMED"),
        DUPLEX(
                "request_trailer_mode: SEND\n"
                        + "                        response_body_mode: FULL_DUPLEX_STREAMED");

        private final String answers;

        Bodies(String answers) {
            this.answers = answers;
        }

        private String in(String configuration) {
            if (this == DOCUMENTED) {
                return configuration;
            }
            String changed =
                    replaced(configuration, "response_body_mode: FULL_DUPLEX_STREAMED", answers);
            return this == DUPLEX
                    ? replaced(
                            changed,
                            "request_body_mode: BUFFERED",
                            "request_body_mode: FULL_DUPLEX_STREAMED")
                    : changed;
        }
    }

    final ModelServer model;
    final Account account;
    final String key;
    final long keyId;
    final int port;
    final RunningProgram envoy;
    TestBackend test;
    private final TimeSource time;
    private final Path directory;
    private Config config;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private EnvoyBench(
            Path folder,
            ModelServer.Behaviour behaviour,
            UnaryOperator<String> bodies,
            Path configuration,
            long creditTokens,
            Map<Setting<?>, String> settings,
            TimeSource time) {
        this.time = time;
        this.directory = folder.resolve("data");
        this.model = ModelServer.start(behaviour);
        Config all =
                Config.of(directory)
                        .withPort(0)
                        .with(EnvoyTable.ENABLED, "true")
                        .with(EnvoyTable.PORT, "0");
        for (Map.Entry<Setting<?>, String> setting : settings.entrySet()) {
            all = all.with(setting.getKey(), setting.getValue());
        }
        this.test = TestBackend.start(all, time);
        this.config = all;
        test.chat();
        this.account = test.account("Acme", creditTokens * Calls.TOKEN);
        ApiKeys.Made made = test.key(account);
        this.key = made.secret();
        this.keyId = made.key().id();
        this.port = RunningProgram.freePorts(1).getFirst();
        this.envoy = start(folder, bodies, configuration, gatePort());
    }

    static EnvoyBench start(Path folder, ModelServer.Behaviour behaviour) {
        return start(folder, behaviour, Bodies.DOCUMENTED);
    }

    static EnvoyBench start(Path folder, ModelServer.Behaviour behaviour, Bodies bodies) {
        return start(folder, behaviour, bodies, CREDIT, Map.of());
    }

    static EnvoyBench start(
            Path folder,
            ModelServer.Behaviour behaviour,
            Bodies bodies,
            long creditTokens,
            Map<Setting<?>, String> settings) {
        return new EnvoyBench(
                folder,
                behaviour,
                bodies::in,
                CONFIGURATION,
                creditTokens,
                settings,
                new SystemTime());
    }

    /// With another configuration of Envoy's, and changes to it.
    static EnvoyBench start(
            Path folder,
            ModelServer.Behaviour behaviour,
            UnaryOperator<String> changes,
            Path configuration,
            long creditTokens,
            Map<Setting<?>, String> settings,
            TimeSource time) {
        return new EnvoyBench(
                folder, behaviour, changes, configuration, creditTokens, settings, time);
    }

    private RunningProgram start(
            Path folder, UnaryOperator<String> bodies, Path configuration, int gatePort) {
        try {
            String text = bodies.apply(Files.readString(configuration));
            text = replaced(text, "port_value: 8080", "port_value: " + port);
            text = replaced(text, "port_value: 7447", "port_value: " + gatePort);
            int modelPort = URI.create(model.url()).getPort();
            text = replaced(text, "port_value: 8000", "port_value: " + modelPort);
            text = replaced(text, "wb_proxy_SECRET", test.tokens().proxy(PROXY));
            Path file = Files.writeString(folder.resolve("envoy.yaml"), text);
            List<String> command =
                    List.of(
                            Program.ENVOY.path().toString(),
                            "-c",
                            file.toString(),
                            "--concurrency",
                            "2",
                            "--use-dynamic-base-id",
                            "-l",
                            "warning");
            return RunningProgram.start(command, folder, Map.of()).awaitPort(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String replaced(String text, String from, String to) {
        if (!text.contains(from)) {
            throw new IllegalStateException(from + " is not in the configuration");
        }
        return text.replace(from, to);
    }

    int gatePort() {
        return test.backend().envoyPort().orElseThrow();
    }

    /// Stops the service; Envoy and the model server go on.
    void stopGate() {
        config = config.with(EnvoyTable.PORT, Integer.toString(gatePort()));
        test.close();
    }

    /// Starts it again where it was.
    void startGate() {
        test = TestBackend.start(config, time);
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30));
    }

    HttpRequest.Builder post(String path, String body) {
        return to(path).header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    HttpRequest.Builder chatting(String fields) {
        return post("/v1/chat/completions", GatewayBench.chatBody(fields));
    }

    HttpResponse<String> chat(String fields) {
        return send(chatting(fields));
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

    /// A settled call of so many tokens, each of which costs the same.
    static Settled settled(Outcome outcome, long input, long output) {
        return new Settled(
                outcome.number(),
                "input_tokens=" + input + " output_tokens=" + output,
                input + output,
                PROXY);
    }

    /// All calls that were settled, in order.
    List<Settled> settled() {
        awaitNoHolds();
        test.backend().ledger().atBarrier(() -> {});
        return GatewayBench.records(directory);
    }

    /// Calls whose holds were dropped.
    long releases() {
        test.backend().ledger().atBarrier(() -> {});
        try (Connection connection = Database.openReadOnly(new StoreAddress.Embedded(directory));
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT count(*) FROM request WHERE state = "
                                        + RequestState.RELEASED.number())) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void awaitNoHolds() {
        Calls.await("no holds", () -> test.balance(account).heldNanos().orElseThrow() == 0);
    }

    /// Tokens that are left, settled.
    long balanceTokens() {
        return test.balance(account).balanceNanos() / Calls.TOKEN;
    }

    @Override
    public void close() {
        http.close();
        envoy.close();
        try {
            LedgerSums.check(test, directory);
        } finally {
            test.close();
            model.close();
        }
    }
}
