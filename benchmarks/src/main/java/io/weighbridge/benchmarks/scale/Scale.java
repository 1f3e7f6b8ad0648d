package io.weighbridge.benchmarks.scale;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.weighbridge.backend.Backend;
import io.weighbridge.backend.Config;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AccountsGrpc;
import io.weighbridge.proto.v1.GetStatementRequest;
import io.weighbridge.proto.v1.Granularity;
import io.weighbridge.proto.v1.GroupBy;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.QueryRollupsRequest;
import io.weighbridge.proto.v1.UsageGrpc;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/// A service with 1,000,000 keys and accounts and 10,000,000 records of the last 30 days: how long
/// it takes to start and how much heap that leaves in use; how long a month by day and service and
/// a page of a long statement take, over gRPC.
public final class Scale {
    private static final String PASSWORD = "a benchmark's own password";
    private static final int TIMES = 21;
    private static final int PAGE = 100;

    private Scale() {}

    /// @param args keys (1,000,000), records (10,000,000)
    public static void main(String[] args) throws IOException, SQLException {
        long keys = args.length > 0 ? Long.parseLong(args[0]) : 1_000_000;
        long records = args.length > 1 ? Long.parseLong(args[1]) : 10_000_000;
        Path under = Path.of("target", "benchmark-data");
        Files.createDirectories(under);
        Path directory = Files.createTempDirectory(under, "scale");
        try {
            Config config = Config.of(directory).withPort(0);
            makeCatalogue(config);
            long today = System.currentTimeMillis() / FullStore.DAY_MS * FullStore.DAY_MS;
            long fromMs = today - FullStore.DAYS * FullStore.DAY_MS;
            FullStore.fill(directory, keys, records, fromMs);
            measure(config, fromMs, today);
        } finally {
            delete(directory);
        }
    }

    private static void makeCatalogue(Config config) {
        try (Backend backend = Backend.start(config, new SystemTime())) {
            for (int i = 0; i < FullStore.SERVICES; i++) {
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
    }

    private static void measure(Config config, long fromMs, long toMs) {
        long heapBefore = heapInUse();
        long startedNanos = System.nanoTime();
        try (Backend backend = Backend.start(config, new SystemTime())) {
            print("start, ms", (System.nanoTime() - startedNanos) / 1e6);
            print("heap in use, MiB", (heapInUse() - heapBefore) / 1048576.0);
            String token = backend.logins().login("admin", PASSWORD, "", null).accessToken();
            ManagedChannel channel =
                    NettyChannelBuilder.forAddress("127.0.0.1", backend.port())
                            .intercept(BearerToken.attaching(token))
                            .usePlaintext()
                            .build();
            try {
                measure(channel, fromMs, toMs);
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static void measure(ManagedChannel channel, long fromMs, long toMs) {
        String account = IdKind.ACCOUNT.format(FullStore.FIRST_ACCOUNT);
        String other = IdKind.ACCOUNT.format(FullStore.FIRST_ACCOUNT + 1);
        UsageGrpc.UsageBlockingStub usage = UsageGrpc.newBlockingStub(channel);
        time(
                "month by day and service, busiest account",
                () -> month(usage, account, fromMs, toMs));
        time("month by day and service, another account", () -> month(usage, other, fromMs, toMs));
        time("month by day and service, all accounts", () -> month(usage, "", fromMs, toMs));
        AccountsGrpc.AccountsBlockingStub accounts = AccountsGrpc.newBlockingStub(channel);
        GetStatementRequest.Builder first =
                GetStatementRequest.newBuilder()
                        .setAccount(account)
                        .setPage(PageRequest.newBuilder().setSize(PAGE));
        time("statement page, from the beginning", () -> statement(accounts, first));
        GetStatementRequest.Builder middle = first.clone().setFromAtMs((fromMs + toMs) / 2);
        time("statement page, from the middle", () -> statement(accounts, middle));
    }

    private static int month(
            UsageGrpc.UsageBlockingStub usage, String account, long fromMs, long toMs) {
        return usage.queryRollups(
                        QueryRollupsRequest.newBuilder()
                                .setGranularity(Granularity.GRANULARITY_DAY)
                                .setFromAtMs(fromMs)
                                .setToAtMs(toMs)
                                .addGroupBy(GroupBy.GROUP_BY_SERVICE)
                                .setAccount(account)
                                .setPage(PageRequest.newBuilder().setSize(1_000))
                                .build())
                .getRollupsCount();
    }

    private static int statement(
            AccountsGrpc.AccountsBlockingStub accounts, GetStatementRequest.Builder request) {
        return accounts.getStatement(request.build()).getEntriesCount();
    }

    private static void time(String what, IntSupplier asked) {
        double[] ms = new double[TIMES];
        int rows = 0;
        for (int i = 0; i < TIMES; i++) {
            long startedNanos = System.nanoTime();
            rows = asked.getAsInt();
            ms[i] = (System.nanoTime() - startedNanos) / 1e6;
        }
        double first = ms[0];
        Arrays.sort(ms);
        System.out.printf(
                Locale.ROOT,
                "%-46s %4d rows: first %.1f ms, median %.1f, worst %.1f%n",
                what,
                rows,
                first,
                ms[TIMES / 2],
                ms[TIMES - 1]);
    }

    private static void print(String what, double value) {
        System.out.printf(Locale.ROOT, "%-46s %.0f%n", what, value);
    }

    private static long heapInUse() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
