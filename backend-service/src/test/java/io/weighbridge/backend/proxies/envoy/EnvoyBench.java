package io.weighbridge.backend.proxies.envoy;

import io.weighbridge.backend.Config;
import io.weighbridge.backend.EnvoyTable;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.proxies.contract.ChatBench;
import io.weighbridge.backend.testkit.SettledCalls;
import io.weighbridge.backend.testkit.SettledCalls.Settled;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.program.Program;
import io.weighbridge.backend.testkit.program.RunningProgram;
import io.weighbridge.model.Outcome;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A real service behind a real Envoy with the documented configuration, in front of a model
/// server; an account with credit, its key, and the service "chat" at [Calls#TOKEN] a token.
final class EnvoyBench extends ChatBench {
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

    final int port;
    final RunningProgram envoy;
    private final TimeSource time;
    private Config config;

    private EnvoyBench(
            Path folder,
            ModelServer.Behaviour behaviour,
            UnaryOperator<String> bodies,
            Path configuration,
            long creditTokens,
            Config config,
            TimeSource time) {
        super(
                config.dataDirectory(),
                ModelServer.start(behaviour),
                TestBackend.start(config, time),
                creditTokens,
                PROXY);
        this.config = config;
        this.time = time;
        this.port = RunningProgram.freePorts(1).getFirst();
        this.envoy = start(folder, bodies, configuration, gatePort());
    }

    private static Config config(Path folder, Map<Setting<?>, String> settings) {
        Config config = ProcessCalls.config(folder.resolve("data"));
        for (Map.Entry<Setting<?>, String> setting : settings.entrySet()) {
            config = config.with(setting.getKey(), setting.getValue());
        }
        return config;
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
                config(folder, settings),
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
                folder,
                behaviour,
                changes,
                configuration,
                creditTokens,
                config(folder, settings),
                time);
    }

    private RunningProgram start(
            Path folder, UnaryOperator<String> bodies, Path configuration, int gatePort) {
        try {
            String text = bodies.apply(Files.readString(configuration));
            text = replaced(text, "port_value: 8080", "port_value: " + port);
            text = replaced(text, "port_value: 7447", "port_value: " + gatePort);
            int modelPort = URI.create(model.url()).getPort();
            text = replaced(text, "port_value: 8000", "port_value: " + modelPort);
            text = replaced(text, "wb-proxy_live_SECRET", test.tokens().proxy(PROXY));
            Path file = Files.writeString(folder.resolve("envoy.yaml"), text);
            List<String> command =
                    List.of(
                            Program.ENVOY.path().toString(),
                            "-c",
                            file.toString(),
                            "--concurrency",
                            "2",
                            "--disable-hot-restart",
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

    @Override
    protected int port() {
        return port;
    }

    /// A settled call of so many tokens, each of which costs the same.
    static Settled settled(Outcome outcome, long input, long output) {
        return SettledCalls.of(outcome, input, output, PROXY);
    }

    /// Calls whose holds were dropped.
    long releases() {
        return SettledCalls.released(test, directory);
    }

    @Override
    protected void closeProxy() {
        envoy.close();
    }
}
