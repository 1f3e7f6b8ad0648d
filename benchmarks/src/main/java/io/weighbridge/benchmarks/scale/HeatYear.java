package io.weighbridge.benchmarks.scale;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.weighbridge.backend.Backend;
import io.weighbridge.backend.Config;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.proto.v1.CostBy;
import io.weighbridge.proto.v1.CostSum;
import io.weighbridge.proto.v1.SeriesSum;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/// A heat map of a year of hours and 50 services from 10,000,000 records, over gRPC, asked for as
/// the console does it: which rows there are, then the hours in pieces of 14 days; from the first
/// question until the last answer is taken apart.
public final class HeatYear {
    private static final String PASSWORD = "a benchmark's own password";
    private static final int ROUNDS_OF_PAGES = 3;
    private static final int ROUNDS_FIRST = 11;
    private static final String SERVICES = "measured cost by service";
    private static final String GPUS = "what GPUs did";
    private static final List<SeriesSum> CHARGE = List.of(SeriesSum.SERIES_SUM_CHARGE_NANOS);
    private static final Map<String, List<SeriesSum>> MAPS =
            Map.of(
                    "calls", List.of(SeriesSum.SERIES_SUM_CALLS),
                    "tokens", List.of(SeriesSum.SERIES_SUM_TOKENS),
                    "price", List.of(SeriesSum.SERIES_SUM_PRICE_NANOS),
                    "charge", CHARGE,
                    "cost, margin, margin %",
                            List.of(
                                    SeriesSum.SERIES_SUM_CALLS,
                                    SeriesSum.SERIES_SUM_COSTED_CALLS,
                                    SeriesSum.SERIES_SUM_COST_NANOS,
                                    SeriesSum.SERIES_SUM_COSTED_CHARGE_NANOS));

    // What the console reads of each hour to show one of them, and to say the others.
    private static final List<CostSum> MEASURED =
            List.of(
                    CostSum.COST_SUM_COST_NANOS,
                    CostSum.COST_SUM_KNOWN,
                    CostSum.COST_SUM_ACTIVE_US,
                    CostSum.COST_SUM_ENERGY_MJ,
                    CostSum.COST_SUM_EARNED_NANOS);
    private static final List<CostSum> OF_GPUS =
            List.of(
                    CostSum.COST_SUM_ACTIVE_US,
                    CostSum.COST_SUM_KNOWN,
                    CostSum.COST_SUM_IDLE_US,
                    CostSum.COST_SUM_UNKNOWN_US,
                    CostSum.COST_SUM_ENERGY_MJ,
                    CostSum.COST_SUM_ENERGY_UNKNOWN_US,
                    CostSum.COST_SUM_COST_NANOS,
                    CostSum.COST_SUM_IDLE_COST_NANOS);

    private HeatYear() {}

    /// @param args records (10,000,000), rounds (101), directory of a store that is filled if it is
    ///     not there, and kept
    public static void main(String[] args) throws Exception {
        long records = args.length > 0 ? Long.parseLong(args[0]) : 10_000_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 101;
        Path under = Path.of("target", "benchmark-data");
        Files.createDirectories(under);
        Path directory =
                args.length > 2 ? Path.of(args[2]) : Files.createTempDirectory(under, "year");
        try {
            Config config = Config.of(directory).withPort(0);
            long toMs = System.currentTimeMillis() / FullStore.DAY_MS * FullStore.DAY_MS;
            long fromMs = toMs - YearStore.DAYS * FullStore.DAY_MS;
            if (!Files.exists(directory.resolve("weighbridge.db"))) {
                fill(config, directory, records, fromMs);
            }
            measure(config, rounds, fromMs, toMs);
        } finally {
            if (args.length < 3) {
                Scale.delete(directory);
            }
        }
    }

    private static void fill(Config config, Path directory, long records, long fromMs)
            throws IOException, SQLException {
        Files.createDirectories(directory);
        try (Backend backend = Backend.start(config, new SystemTime())) {
            for (int i = 0; i < YearStore.SERVICES; i++) {
                long id = backend.services().create("chat" + i, ServiceSettings.TEXT_DEFAULT).id();
                if (i == 0) {
                    backend.plans()
                            .create(
                                    "plan",
                                    List.of(new ServiceLimits(id, 600L, 100_000L, 10L, false)));
                }
            }
            var _ = backend.operators().createFirst("admin", PASSWORD);
        }
        YearStore.fill(directory, records, fromMs);
    }

    private static void measure(Config config, int rounds, long fromMs, long toMs)
            throws Exception {
        asking(
                config,
                fromMs,
                toMs,
                heat -> {
                    for (String name : MAPS.keySet().stream().sorted().toList()) {
                        List<SeriesSum> sums = MAPS.getOrDefault(name, List.of());
                        Rounds.time(name, rounds, () -> heat.series(sums));
                    }
                    Rounds.time(SERVICES, rounds, () -> services(heat));
                    Rounds.time(GPUS, rounds, () -> gpus(heat));
                });
        first(config, fromMs, toMs, "charge", heat -> heat.series(CHARGE));
        first(config, fromMs, toMs, SERVICES, HeatYear::services);
        first(config, fromMs, toMs, GPUS, HeatYear::gpus);
        asking(
                config,
                fromMs,
                toMs,
                heat -> {
                    Rounds.time(GPUS + ", row by row", ROUNDS_OF_PAGES, heat::gpus);
                    Rounds.time(SERVICES + ", row by row", ROUNDS_OF_PAGES, heat::costs);
                    Rounds.time("charge, sum by sum", ROUNDS_OF_PAGES, heat::pages);
                });
    }

    private static long services(HeatQuestions heat) throws Exception {
        return heat.costSeries(CostBy.COST_BY_SERVICE, MEASURED);
    }

    private static long gpus(HeatQuestions heat) throws Exception {
        return heat.costSeries(CostBy.COST_BY_GPU, OF_GPUS);
    }

    @FunctionalInterface
    private interface Question {
        long ask(HeatQuestions heat) throws Exception;
    }

    private static void first(Config config, long fromMs, long toMs, String what, Question question)
            throws Exception {
        Rounds first = new Rounds(ROUNDS_FIRST);
        for (int i = 0; i < ROUNDS_FIRST; i++) {
            asking(config, fromMs, toMs, heat -> first.time(() -> question.ask(heat)));
        }
        first.print(what + ", the first after a start");
    }

    @FunctionalInterface
    private interface Asking {
        void with(HeatQuestions heat) throws Exception;
    }

    private static void asking(Config config, long fromMs, long toMs, Asking asking)
            throws Exception {
        try (Backend backend = Backend.start(config, new SystemTime())) {
            String token = backend.logins().login("admin", PASSWORD, "", null).accessToken();
            ManagedChannel channel =
                    NettyChannelBuilder.forAddress("127.0.0.1", backend.port())
                            .intercept(BearerToken.attaching(token))
                            .maxInboundMessageSize(16 << 20)
                            .usePlaintext()
                            .build();
            try {
                asking.with(new HeatQuestions(channel, fromMs, toMs));
            } finally {
                channel.shutdownNow();
            }
        }
    }
}
