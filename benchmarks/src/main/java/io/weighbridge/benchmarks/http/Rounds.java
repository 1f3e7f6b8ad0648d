package io.weighbridge.benchmarks.http;

import io.weighbridge.benchmarks.load.ServerProcess;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/// Measures parties in turn, round by round: with 64 connections, with one, and in the open loop.
/// Prints each, and their medians last.
///
/// @param count how many rounds
/// @param seconds that each measurement takes
/// @param perSecond calls of the open loop; 0 for none of it
record Rounds(int count, double seconds, double perSecond) {
    private static final int CONNECTIONS = 64;
    private static final double WARM_UP_S = 5;
    private static final int WARM_UPS_MAX = 12;
    private static final double STILL_GROWS = 1.05;
    private static final int FIGURES = 6;

    /// Who is measured.
    record Party(int port, Supplier<byte @Nullable []> requests) {}

    /// The medians of a party.
    record Medians(double perSecond, double p50Ms) {}

    /// The medians of all parties by name.
    record Results(Map<String, Medians> all) {
        /// Those of one that was measured.
        Medians of(String name) {
            return Objects.requireNonNull(all.get(name), name);
        }
    }

    /// @return the medians by name: calls a second with many connections, and half of the calls
    ///     with one are faster than that
    Results run(Map<String, Party> parties, ServerProcess server) throws IOException {
        for (Party party : parties.values()) {
            warmUp(party);
        }
        System.out.println(
                "                64 connections     1 connection         open loop\n"
                        + "party             req/s   p99 ms   req/s   p50 ms   p50 ms   p99 ms");
        Map<String, List<double[]>> all = new LinkedHashMap<>();
        for (int round = 0; round < count; round++) {
            for (Map.Entry<String, Party> party : parties.entrySet()) {
                server.rest();
                double[] figures = measure(party.getValue());
                print(party.getKey(), figures);
                all.computeIfAbsent(party.getKey(), _ -> new ArrayList<>()).add(figures);
            }
        }
        System.out.println("medians");
        Map<String, Medians> medians = new LinkedHashMap<>();
        all.forEach(
                (name, figures) -> {
                    double[] each = medians(figures);
                    print(name, each);
                    medians.put(name, new Medians(each[0], each[3]));
                });
        return new Results(medians);
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

    private double[] measure(Party party) {
        try (HttpLoad many = new HttpLoad(party.port(), CONNECTIONS);
                HttpLoad one = new HttpLoad(party.port(), 1)) {
            HttpLoad.Result full = many.closedLoop(party.requests(), seconds);
            HttpLoad.Result single = one.closedLoop(party.requests(), seconds);
            double[] figures = {
                full.perSecond(), full.ms(99), single.perSecond(), single.ms(50), 0, 0
            };
            if (perSecond > 0) {
                HttpLoad.Result open = many.openLoop(party.requests(), perSecond, seconds);
                figures[4] = open.ms(50);
                figures[5] = open.ms(99);
            }
            return figures;
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
