package io.weighbridge.benchmarks.load;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.proto.v1.AuthorizeBatchItem;
import io.weighbridge.proto.v1.AuthorizeBatchRequest;
import io.weighbridge.proto.v1.GateGrpc;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.SettleBatchItem;
import io.weighbridge.proto.v1.SettleBatchRequest;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.Unit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;

/// Unary `Settle` over gRPC, each answered after its charge is on the disk: of calls of 10,000
/// accounts, and of one hot account; against PostgreSQL's guarded update and insert, and Redis's
/// `INCR` with every write forced where Redis is installed. Interleaved; the calls are authorised
/// before each round, outside the measured time.
public final class DurableSettle implements AutoCloseable {
    private static final int CONNECTIONS = 8;
    private static final int IN_FLIGHT = 16;
    static final int ACCOUNTS = 10_000;
    private static final int CALLS = 400_000;
    // No more than may wait for SQL, which batches outrun.
    private static final int BATCHED_CALLS = 100_000;
    private static final int BATCH = 1_000;
    static final int POSTGRES_CONNECTIONS = 32;
    static final double POSTGRES_S = 4;
    private static final int INCREMENTS = 60_000;

    private final ServerProcess server;
    private final ManagedChannel channel;
    private final Load load;
    private final SplittableRandom random = new SplittableRandom(1);

    /// @param store URL and password of a PostgreSQL store; empty for the data directory's own
    DurableSettle(Path data, Map<String, String> store) throws IOException {
        this(new ServerProcess(data, ACCOUNTS, store));
    }

    /// @param server goes with this
    public DurableSettle(ServerProcess server) {
        this.server = server;
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                        .intercept(BearerToken.attaching(server.proxySecret()))
                        .usePlaintext()
                        .build();
        load =
                new Load(
                        ServerProcess.connections(server.port(), CONNECTIONS),
                        server.proxySecret());
    }

    /// @param args rounds (5)
    public static void main(String[] args)
            throws IOException, SQLException, InterruptedException, ExecutionException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        Path data = Path.of("target", "benchmark-data");
        try (DurableSettle own = new DurableSettle(data, Map.of());
                Postgres postgres = new Postgres(data, ACCOUNTS);
                Redis redis = Redis.isInstalled() ? Redis.start(data) : null) {
            for (int i = 0; i < 3; i++) {
                own.round(ACCOUNTS);
            }
            postgres.debitsPerSecond(POSTGRES_CONNECTIONS, POSTGRES_S);
            System.out.println("round settle/s    p50    p99   hot/s    p99  hot ratio");
            System.out.println("        postgres/s  ratio    redis/s  ratio");
            List<double[]> rows = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                rows.add(measure(own, postgres, redis));
                print(Integer.toString(i + 1), rows.getLast());
            }
            print("median", medians(rows));
        }
    }

    private static double[] measure(DurableSettle own, Postgres postgres, @Nullable Redis redis)
            throws IOException, InterruptedException, ExecutionException {
        Load.Result spread = own.round(ACCOUNTS);
        Load.Result hot = own.round(1);
        double debits = postgres.debitsPerSecond(POSTGRES_CONNECTIONS, POSTGRES_S);
        double increments = redis == null ? Double.NaN : redis.incrementsPerSecond(INCREMENTS);
        double rate = spread.perSecond();
        return new double[] {
            rate,
            spread.ms(50),
            spread.ms(99),
            hot.perSecond(),
            hot.ms(99),
            hot.perSecond() / rate,
            debits,
            rate / debits,
            increments,
            rate / increments
        };
    }

    static double[] medians(List<double[]> rows) {
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
                "%-6s %7.0f %6.2f %6.2f %7.0f %6.2f %10.2f%n %16.0f %6.2f %10.0f %6.2f%n",
                name,
                row[0],
                row[1],
                row[2],
                row[3],
                row[4],
                row[5],
                row[6],
                row[7],
                row[8],
                row[9]);
    }

    Load.Result round(int accounts) throws IOException {
        return settled(settles(accounts, CALLS));
    }

    /// Calls of all accounts, to be settled by [#settledPerSecond].
    public List<SettleRequest> toSettle(int calls) {
        return settles(server.keys().size(), calls);
    }

    /// Settles them as fast as they are answered.
    public double settledPerSecond(List<SettleRequest> calls) throws IOException {
        return settled(calls).perSecond();
    }

    private Load.Result settled(List<SettleRequest> calls) throws IOException {
        Iterator<byte[]> settles =
                calls.stream().map(SettleRequest::toByteArray).toList().iterator();
        server.rest();
        return load.closedLoop(
                RawCall.SETTLE,
                () -> settles.hasNext() ? settles.next() : null,
                IN_FLIGHT,
                Double.MAX_VALUE);
    }

    /// The same settles, so many in a message, each message answered after all its charges are on
    /// the disk.
    ///
    /// @param inFlight messages open on each connection
    Load.Result batchRound(int size, int inFlight) throws IOException {
        List<byte[]> batches = new ArrayList<>();
        SettleBatchRequest.Builder batch = SettleBatchRequest.newBuilder();
        for (SettleRequest settle : settles(ACCOUNTS, BATCHED_CALLS)) {
            batch.addSettles(settle);
            if (batch.getSettlesCount() == size) {
                batches.add(batch.build().toByteArray());
                batch.clear();
            }
        }
        server.rest();
        Iterator<byte[]> left = batches.iterator();
        Load.Result result =
                load.closedLoop(
                        RawCall.SETTLE_BATCH,
                        () -> left.hasNext() ? left.next() : null,
                        inFlight,
                        Double.MAX_VALUE);
        server.rest();
        requireSettled(batches);
        return result;
    }

    // A batch is answered OK whatever became of its items: said again, each must be known.
    private void requireSettled(List<byte[]> batches) throws IOException {
        GateGrpc.GateBlockingStub gate = GateGrpc.newBlockingStub(channel);
        for (byte[] batch : batches) {
            for (SettleBatchItem item :
                    gate.settleBatch(SettleBatchRequest.parseFrom(batch)).getItemsList()) {
                if (!item.getSettled().getRepeated()) {
                    throw new IOException("not settled: " + item);
                }
            }
        }
    }

    private List<SettleRequest> settles(int accounts, int calls) {
        GateGrpc.GateBlockingStub gate = GateGrpc.newBlockingStub(channel);
        List<SettleRequest> settles = new ArrayList<>(calls);
        while (settles.size() < calls) {
            AuthorizeBatchRequest.Builder batch = AuthorizeBatchRequest.newBuilder();
            for (int i = 0; i < BATCH; i++) {
                String key = server.keys().get(random.nextInt(accounts));
                batch.addCalls(AuthorizeOverGrpc.authorize(key));
            }
            for (AuthorizeBatchItem item : gate.authorizeBatch(batch.build()).getItemsList()) {
                settles.add(settle(item.getAdmitted().getHoldId()));
            }
        }
        return settles;
    }

    private static SettleRequest settle(String holdId) {
        return SettleRequest.newBuilder()
                .setHoldId(holdId)
                .addUnits(AuthorizeOverGrpc.count(Unit.UNIT_INPUT_TOKENS, 1_480))
                .addUnits(AuthorizeOverGrpc.count(Unit.UNIT_CACHED_INPUT_TOKENS, 1_024))
                .addUnits(AuthorizeOverGrpc.count(Unit.UNIT_OUTPUT_TOKENS, 217))
                .setOutcome(Outcome.OUTCOME_OK)
                .setComputeMs(1_250)
                .build();
    }

    @Override
    public void close() throws IOException {
        load.close();
        channel.shutdownNow();
        server.close();
    }
}
