package io.weighbridge.benchmarks.payments;

import io.weighbridge.benchmarks.http.HttpLoad;
import io.weighbridge.benchmarks.load.DurableSettle;
import io.weighbridge.benchmarks.load.ServerProcess;
import io.weighbridge.proto.v1.SettleRequest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/// Webhooks of Stripe that tell of paid orders, each answered 200 after its credit is durable: as
/// fast as they are answered; then durable settles alone and with so many webhooks a second, in
/// turn. After each run the store is looked at: what was answered must be credited.
public final class WebhooksOverHttp {
    private static final int CONNECTIONS = 192;
    private static final int ACCOUNTS = 1_000;
    private static final int WARM_UPS = 3;
    private static final double WARM_UP_S = 10;
    private static final int COLUMNS = 9;
    private static final String SECRET = "whsec_OfABenchmarkThatAsksNobody";
    // More than are answered in the time.
    private static final int PER_SECOND_MOST = 4_000;
    private static final int SETTLES = 200_000;

    private final PaidOrders orders;
    private final ServerProcess server;
    private final DurableSettle settles;
    private long answered;

    private WebhooksOverHttp(PaidOrders orders, ServerProcess server, DurableSettle settles) {
        this.orders = orders;
        this.server = server;
        this.settles = settles;
    }

    /// @param args rounds (3), seconds of each measurement (8), webhooks/s beside settles (2,000)
    public static void main(String[] args)
            throws IOException,
                    SQLException,
                    GeneralSecurityException,
                    InterruptedException,
                    ExecutionException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 8;
        double beside = args.length > 2 ? Double.parseDouble(args[2]) : 2_000;
        Path under = Files.createDirectories(Path.of("target", "benchmark-data"));
        ServerProcess server = ServerProcess.withPayments(under, ACCOUNTS, SECRET);
        try (DurableSettle settles = new DurableSettle(server);
                PaidOrders orders = new PaidOrders(server.directory(), ACCOUNTS, SECRET)) {
            WebhooksOverHttp run = new WebhooksOverHttp(orders, server, settles);
            int aRound = (int) (PER_SECOND_MOST * seconds + 2 * beside * seconds);
            orders.add((int) (WARM_UPS * PER_SECOND_MOST * WARM_UP_S) + rounds * aRound);
            for (int i = 0; i < WARM_UPS; i++) {
                double[] warm = run.alone(WARM_UP_S);
                System.out.printf(Locale.ROOT, "warm-up %7.0f/s %6.0f us%n", warm[0], warm[3]);
            }
            if (beside > 0) {
                var _ = settles.settledPerSecond(settles.toSettle(SETTLES));
            }
            System.out.println(
                    "round  webhook/s    p50 ms    p99 ms  cpu us | settle/s  beside it  ratio"
                            + "  webhook/s    p99 ms");
            List<double[]> rows = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                rows.add(run.round(seconds, beside));
                print(Integer.toString(i + 1), rows.getLast());
            }
            print("median", medians(rows));
        }
    }

    private double[] round(double seconds, double beside)
            throws IOException,
                    SQLException,
                    GeneralSecurityException,
                    InterruptedException,
                    ExecutionException {
        double[] alone = alone(seconds);
        if (beside == 0) {
            return Arrays.copyOf(alone, COLUMNS);
        }
        double settleAlone = settles.settledPerSecond(settles.toSettle(SETTLES));
        List<SettleRequest> toSettle = settles.toSettle(SETTLES);
        double besideS = 2 * seconds;
        Iterator<byte[]> webhooks = orders.webhooks((int) (beside * besideS)).iterator();
        CompletableFuture<Double> settling = new CompletableFuture<>();
        Thread settler =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        settling.complete(settles.settledPerSecond(toSettle));
                                    } catch (IOException e) {
                                        settling.completeExceptionally(e);
                                    }
                                });
        HttpLoad.Result both;
        try (HttpLoad load = new HttpLoad(server.payPort(), CONNECTIONS)) {
            Supplier<byte @Nullable []> untilSettled =
                    () -> settling.isDone() || !webhooks.hasNext() ? null : webhooks.next();
            both = load.openLoop(untilSettled, beside, besideS);
        }
        settler.join();
        requireCredited(both);
        double rate = settling.get();
        return new double[] {
            alone[0],
            alone[1],
            alone[2],
            alone[3],
            settleAlone,
            rate,
            rate / settleAlone,
            both.perSecond(),
            both.ms(99)
        };
    }

    // Webhooks a second, latencies in milliseconds, the service's processor time for each.
    private double[] alone(double seconds)
            throws IOException, SQLException, GeneralSecurityException {
        Iterator<byte[]> webhooks = orders.webhooks((int) (PER_SECOND_MOST * seconds)).iterator();
        server.rest();
        long cpuNanos = server.cpuNanos();
        try (HttpLoad load = new HttpLoad(server.payPort(), CONNECTIONS)) {
            HttpLoad.Result result =
                    load.closedLoop(() -> webhooks.hasNext() ? webhooks.next() : null, seconds);
            double cpuMicros = (server.cpuNanos() - cpuNanos) / 1e3 / result.calls();
            requireCredited(result);
            return new double[] {result.perSecond(), result.ms(50), result.ms(99), cpuMicros};
        }
    }

    private void requireCredited(HttpLoad.Result result) throws SQLException {
        answered += result.calls();
        long credited = orders.credited();
        if (credited != answered) {
            throw new IllegalStateException(
                    "credited: "
                            + credited
                            + " (expected: all that was answered, "
                            + answered
                            + ")");
        }
    }

    private static double[] medians(List<double[]> rows) {
        double[] medians = new double[rows.getFirst().length];
        for (int column = 0; column < medians.length; column++) {
            int at = column;
            double[] sorted = rows.stream().mapToDouble(row -> row[at]).toArray();
            Arrays.sort(sorted);
            medians[column] = sorted[sorted.length / 2];
        }
        return medians;
    }

    private static void print(String name, double[] row) {
        System.out.printf(
                Locale.ROOT,
                "%-6s %9.0f %9.1f %9.1f %7.0f | %8.0f %10.0f %6.2f %10.0f %9.1f%n",
                name,
                row[0],
                row[1],
                row[2],
                row[3],
                row[4],
                row[5],
                row[6],
                row[7],
                row[8]);
    }
}
