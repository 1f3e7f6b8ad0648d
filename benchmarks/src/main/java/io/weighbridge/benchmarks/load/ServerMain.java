package io.weighbridge.benchmarks.load;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.Backend;
import io.weighbridge.backend.Config;
import io.weighbridge.backend.EnvoyTable;
import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.PayPageTable;
import io.weighbridge.backend.PaymentTable;
import io.weighbridge.backend.StorePassword;
import io.weighbridge.backend.StripeTable;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.ledger.LedgerOperation;
import io.weighbridge.backend.ledger.Posting;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.fact.RequestState;
import io.weighbridge.backend.limits.Plan;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.platform.grpc.GrpcServer;
import io.weighbridge.backend.platform.log.Logging;
import io.weighbridge.backend.platform.sql.PostgresAddress;
import io.weighbridge.backend.platform.time.Periodic;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.pricing.Fee;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The server of these benchmarks, a process of its own: a whole service on one port, an empty echo
/// on the same kind of server on another, and a gateway, beside what Envoy asks, if there is a
/// model server for it. Prints
/// the ports, the secret of a proxy, the token of an administrator, then each key; then does what
/// it is told on its standard input, answers each by the bytes of heap in use, and ends with it.
public final class ServerMain {
    public static final String SERVICE = "chat";

    /// Command: drop every open hold.
    static final String RELEASE = "release";

    /// Command: from now on drop each hold a second after it was made, as a settle would end it.
    static final String END_CALLS = "end calls";

    private static final String PASSWORD = "a benchmark's own password";
    private static final int CALL_MS = 1_000;

    // In turn: an account may go this far below zero, so that none runs out.
    private static final long OVERDRAFT_NANOS = 1_000_000_000_000_000_000L;
    private static final int EVENT_LOOPS = 1;
    private static final int RELEASES_AT_ONCE = 2_000;

    private ServerMain() {}

    /// @param args data directory, accounts, the URL of a PostgreSQL store or an empty text, the
    ///     URL of the model server that a gateway stands in front of or an empty text, the
    ///     secret of Stripe's webhooks or an empty text
    public static void main(String[] args) throws IOException {
        Logging.start(false);
        PrintStream out = System.out;
        Server processor = EchoProcessor.start();
        try (Backend backend = Backend.start(config(args), new SystemTime());
                GrpcServer echo =
                        GrpcServer.startOpen(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                EVENT_LOOPS,
                                List.of(new Echo()))) {
            out.println(backend.port());
            out.println(backend.gatewayPort().orElse(0));
            out.println(backend.payPort().orElse(0));
            out.println(backend.envoyPort().orElse(0));
            out.println(processor.getPort());
            out.println(echo.port());
            out.println(backend.proxies().create("load", true, Set.of(), 0).secret());
            var _ = backend.operators().createFirst("admin", PASSWORD);
            out.println(backend.logins().login("admin", PASSWORD, "", null).accessToken());
            fill(backend, Integer.parseInt(args[1]), out);
            out.println("ready");
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            List<Periodic> enders = new ArrayList<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                switch (line) {
                    case RELEASE -> {
                        enders.forEach(Periodic::close);
                        enders.clear();
                        release(backend);
                    }
                    case END_CALLS -> enders.add(CallEnder.start(backend.ledger(), CALL_MS));
                    default -> {}
                }
                backend.ledger().awaitFolded();
                System.gc();
                MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
                out.println(heap.getUsed());
            }
        }
        processor.shutdownNow();
    }

    private static Config config(String[] args) {
        Config config = Config.of(Path.of(args[0])).withPort(0);
        if (!args[2].isEmpty()) {
            config =
                    config.withStore(
                            PostgresAddress.parse(
                                    "store",
                                    args[2],
                                    StorePassword.find(
                                            System.getenv(StorePassword.VARIABLE), null)));
        }
        if (!args[4].isEmpty()) {
            config =
                    config.with(PaymentTable.PUBLIC_URL, "http://127.0.0.1")
                            .with(PayPageTable.PORT, "0")
                            .with(StripeTable.SECRET_KEY, "sk_test_OfABenchmarkThatAsksNobody")
                            .with(StripeTable.WEBHOOK_SECRETS, args[4])
                            // Nobody is asked: nothing is there.
                            .with(StripeTable.API_URL, "http://127.0.0.1:9");
        }
        return args[3].isEmpty()
                ? config
                : config.with(GatewayTable.UPSTREAM, args[3])
                        .with(GatewayTable.PORT, "0")
                        .with(EnvoyTable.ENABLED, "true")
                        .with(EnvoyTable.PORT, "0");
    }

    private static final class Echo implements BindableService {
        private static final byte[] REPLY = new byte[24];

        @Override
        public ServerServiceDefinition bindService() {
            return ServerServiceDefinition.builder("weighbridge.benchmark.Echo")
                    .addMethod(RawCall.ECHO, ServerCalls.asyncUnaryCall(Echo::echo))
                    .build();
        }

        private static void echo(byte[] request, StreamObserver<byte[]> observer) {
            observer.onNext(REPLY);
            observer.onCompleted();
        }
    }

    private static void fill(Backend backend, int accounts, PrintStream out) {
        Service service = backend.services().create(SERVICE, ServiceSettings.TEXT_DEFAULT);
        List<Rate> rates =
                List.of(
                        rate(service, Unit.INPUT_TOKENS, 2_500_000_000L),
                        rate(service, Unit.CACHED_INPUT_TOKENS, 1_250_000_000L),
                        rate(service, Unit.OUTPUT_TOKENS, 10_000_000_000L));
        PriceBook draft = backend.prices().createDraft(0, "benchmark");
        PriceBook filled =
                backend.prices()
                        .updateDraft(
                                draft.id(),
                                draft.version(),
                                rates,
                                List.of(new Fee(0, 100, 50_000)),
                                "");
        backend.prices().publish(filled.id(), filled.version(), 0, true);
        Plan plan =
                backend.plans()
                        .create(
                                "wide",
                                List.of(
                                        new ServiceLimits(
                                                service.id(),
                                                ServiceLimits.REQUESTS_MAX,
                                                ServiceLimits.TOKENS_MAX,
                                                ServiceLimits.CALLS_MAX,
                                                false)));
        KeySettings settings = new KeySettings("", plan.id(), true, Set.of(), 0, null, List.of());
        for (int i = 0; i < accounts; i++) {
            Account account = backend.accounts().create("account " + i, OVERDRAFT_NANOS);
            out.println(backend.keys().create(account.id(), settings).secret());
        }
    }

    private static Rate rate(Service service, Unit unit, long nanos) {
        return new Rate(
                service.id(), unit, ServiceTier.STANDARD, 0, 0, nanos, 1_000_000, List.of());
    }

    private static void release(Backend backend) {
        List<Hold> holds = backend.ledger().holds(0);
        for (int from = 0; from < holds.size(); from += RELEASES_AT_ONCE) {
            List<Hold> some = holds.subList(from, Math.min(holds.size(), from + RELEASES_AT_ONCE));
            LedgerOperation.run(backend.ledger(), posting -> drop(posting, some));
            // So many at once are more than may wait for SQL.
            backend.ledger().awaitFolded();
        }
    }

    /// Drops holds; those that ended meanwhile stay ended.
    static boolean drop(Posting posting, List<Hold> holds) {
        holds.forEach(hold -> posting.drop(hold.call().id(), RequestState.RELEASED, "benchmark"));
        return true;
    }
}
