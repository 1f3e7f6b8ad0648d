package io.weighbridge.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/// `Authorize` over gRPC by a good client, alone and while another client attacks the same port, in
/// turn. The attacker runs on the same cores.
public final class UnderAttack {
    private static final int CONNECTIONS = 8;
    private static final int IN_FLIGHT = 50;
    private static final int ACCOUNTS = 10_000;
    private static final double WARM_UP_S = 4;

    private UnderAttack() {}

    /// @param args rounds (5), seconds of each (5)
    public static void main(String[] args) throws IOException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 5;
        try (ServerProcess server =
                        new ServerProcess(Path.of("target", "benchmark-data"), ACCOUNTS);
                Load gate =
                        new Load(
                                ServerProcess.connections(server.port(), CONNECTIONS),
                                server.proxySecret())) {
            Load.Requests requests = AuthorizeOverGrpc.requests(server.keys());
            for (int i = 0; i < 3; i++) {
                gate.closedLoop(RawCall.AUTHORIZE, requests, IN_FLIGHT, WARM_UP_S);
                server.release();
            }
            System.out.println(
                    "attack           alone/s  attacked/s  ratio  attempts/s  connections");
            Map<Attack.Kind, double[]> ratios = new EnumMap<>(Attack.Kind.class);
            for (Attack.Kind kind : Attack.Kind.values()) {
                ratios.put(kind, new double[rounds]);
            }
            for (int i = 0; i < rounds; i++) {
                for (Map.Entry<Attack.Kind, double[]> each : ratios.entrySet()) {
                    each.getValue()[i] = round(each.getKey(), server, gate, requests, seconds);
                }
            }
            ratios.forEach(
                    (kind, some) -> {
                        Arrays.sort(some);
                        System.out.printf("%-14s median %22.2f%n", kind, some[rounds / 2]);
                    });
        }
    }

    private static double round(
            Attack.Kind kind,
            ServerProcess server,
            Load gate,
            Load.Requests requests,
            double seconds)
            throws IOException {
        double alone = gate.closedLoop(RawCall.AUTHORIZE, requests, IN_FLIGHT, seconds).perSecond();
        server.release();
        double attacked;
        try (Attack attack = new Attack(kind, server.port(), server.proxySecret())) {
            attacked = gate.closedLoop(RawCall.AUTHORIZE, requests, IN_FLIGHT, seconds).perSecond();
            System.out.printf(
                    "%-14s %9.0f %11.0f %6.2f %11.0f %12d%n",
                    kind,
                    alone,
                    attacked,
                    attacked / alone,
                    attack.attempts() / seconds,
                    attack.connections());
        }
        server.release();
        return attacked / alone;
    }
}
