package io.weighbridge.benchmarks.http;

import io.weighbridge.benchmarks.load.ServerProcess;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Chats through the own gateway, each charged durably, against the model server alone and against
/// NGINX as a plain proxy, in turn: with 64 connections, with one, and 200 a second in the open
/// loop. The last lines are the medians.
public final class GatewayOverHttp {
    private static final int CONNECTIONS = 64;
    private static final int ACCOUNTS = 10_000;
    private static final double WARM_UP_S = 5;
    private static final int WARM_UPS_MAX = 12;
    private static final double STILL_GROWS = 1.05;
    private static final double PER_SECOND = 200;
    private static final int FIGURES = 6;

    private GatewayOverHttp() {}

    private record Party(int port, Supplier<byte @Nullable []> requests) {}

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
            Map<String, Party> parties = new LinkedHashMap<>();
            parties.put("direct", new Party(model.port(), Chats.of(server.keys())));
            nginx.ifPresent(
                    one -> parties.put("nginx", new Party(one.port(), Chats.of(server.keys()))));
            parties.put("gateway", new Party(server.gatewayPort(), Chats.of(server.keys())));
            parties.put(
                    "hot account",
                    new Party(server.gatewayPort(), Chats.of(server.keys().subList(0, 1))));
            try {
                run(parties, server, rounds, seconds);
            } finally {
                nginx.ifPresent(NginxProcess::close);
            }
        }
    }

    private static void run(
            Map<String, Party> parties, ServerProcess server, int rounds, double seconds)
            throws IOException {
        for (Party party : parties.values()) {
            warmUp(party);
        }
        System.out.println(
                "                64 connections     1 connection      200/s, open loop\n"
                        + "party             req/s   p99 ms   req/s   p50 ms   p50 ms   p99 ms");
        Map<String, List<double[]>> all = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Party> party : parties.entrySet()) {
                server.rest();
                double[] figures = measure(party.getValue(), seconds);
                print(party.getKey(), figures);
                all.computeIfAbsent(party.getKey(), _ -> new ArrayList<>()).add(figures);
            }
        }
        System.out.println("medians");
        all.forEach((name, figures) -> print(name, medians(figures)));
    }

    /// Until it becomes no faster: a service that runs all day has been compiled long ago.
    private static void warmUp(Party party) {
        try (HttpLoad load = new HttpLoad(party.port(), CONNECTIONS)) {
            double before = 0;
            for (int i = 0; i < WARM_UPS_MAX; i++) {
                double now = load.closedLoop(party.requests(), WARM_UP_S).perSecond();
                if (now < before * STILL_GROWS) {
                    return;
                }
                before = now;
            }
        }
    }

    private static double[] measure(Party party, double seconds) {
        try (HttpLoad many = new HttpLoad(party.port(), CONNECTIONS);
                HttpLoad one = new HttpLoad(party.port(), 1)) {
            HttpLoad.Result full = many.closedLoop(party.requests(), seconds);
            HttpLoad.Result single = one.closedLoop(party.requests(), seconds);
            HttpLoad.Result open = many.openLoop(party.requests(), PER_SECOND, seconds);
            return new double[] {
                full.perSecond(),
                full.ms(99),
                single.perSecond(),
                single.ms(50),
                open.ms(50),
                open.ms(99)
            };
        }
    }

    private static double[] medians(List<double[]> figures) {
        double[] medians = new double[FIGURES];
        for (int i = 0; i < FIGURES; i++) {
            int column = i;
            double[] sorted = figures.stream().mapToDouble(f -> f[column]).toArray();
            Arrays.sort(sorted);
            medians[i] = sorted[sorted.length / 2];
        }
        return medians;
    }

    private static void print(String name, double[] figures) {
        System.out.printf(
                "%-14s %8.0f %8.2f %7.0f %8.3f %8.3f %8.2f%n",
                name, figures[0], figures[1], figures[2], figures[3], figures[4], figures[5]);
    }
}
