package io.weighbridge.benchmarks.http;

import io.weighbridge.benchmarks.load.ServerProcess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Chats through Envoy whose external processor is the gate, each charged durably, against Envoy
/// whose external processor is an empty echo, in turn. The last line is the ratio of their medians.
public final class EnvoyOverHttp {
    private static final int ACCOUNTS = 10_000;
    private static final double PER_SECOND = 200;

    private EnvoyOverHttp() {}

    /// @param args rounds (3), seconds of each measurement (4)
    public static void main(String[] args) throws IOException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 4;
        Path under = Files.createDirectories(Path.of("target", "benchmark-data"));
        try (ModelProcess model = new ModelProcess();
                ServerProcess server =
                        ServerProcess.withGateway(
                                under, ACCOUNTS, "http://127.0.0.1:" + model.port() + "/v1");
                EnvoyProcess ofEcho =
                        new EnvoyProcess(
                                under,
                                model.port(),
                                server.echoProcessorPort(),
                                server.proxySecret());
                EnvoyProcess ofGate =
                        new EnvoyProcess(
                                under, model.port(), server.envoyPort(), server.proxySecret())) {
            Map<String, Rounds.Party> parties = new LinkedHashMap<>();
            parties.put("Envoy, echo", new Rounds.Party(ofEcho.port(), Chats.of(server.keys())));
            parties.put("Envoy, gate", new Rounds.Party(ofGate.port(), Chats.of(server.keys())));
            Rounds.Results medians = new Rounds(rounds, seconds, PER_SECOND).run(parties, server);
            System.out.printf(
                    "gate / echo: %.2f of the rate%n",
                    medians.of("Envoy, gate").perSecond() / medians.of("Envoy, echo").perSecond());
        }
    }
}
