package io.weighbridge.benchmarks.http;

import io.weighbridge.benchmarks.load.ServerProcess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Chats through the own gateway, each charged durably, against the model server alone and against
/// NGINX as a plain proxy, in turn: with 64 connections, with one, and 200 a second in the open
/// loop. The last lines are the medians.
public final class GatewayOverHttp {
    private static final int ACCOUNTS = 10_000;
    private static final double PER_SECOND = 200;

    private GatewayOverHttp() {}

    /// @param args rounds (3), seconds of each measurement (4)
    public static void main(String[] args) throws IOException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 4;
        Path under = Files.createDirectories(Path.of("target", "benchmark-data"));
        try (ModelProcess model = new ModelProcess();
                ServerProcess server =
                        ServerProcess.withGateway(
                                under, ACCOUNTS, "http://127.0.0.1:" + model.port() + "/v1")) {
            Optional<NginxProcess> nginx = NginxProcess.start(under, model.port());
            Map<String, Rounds.Party> parties = new LinkedHashMap<>();
            parties.put("direct", new Rounds.Party(model.port(), Chats.of(server.keys())));
            nginx.ifPresent(
                    one ->
                            parties.put(
                                    "nginx",
                                    new Rounds.Party(one.port(), Chats.of(server.keys()))));
            parties.put("gateway", new Rounds.Party(server.gatewayPort(), Chats.of(server.keys())));
            parties.put(
                    "hot account",
                    new Rounds.Party(server.gatewayPort(), Chats.of(server.keys().subList(0, 1))));
            try {
                new Rounds(rounds, seconds, PER_SECOND).run(parties, server);
            } finally {
                nginx.ifPresent(NginxProcess::close);
            }
        }
    }
}
