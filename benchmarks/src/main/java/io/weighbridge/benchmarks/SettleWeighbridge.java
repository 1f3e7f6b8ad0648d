package io.weighbridge.benchmarks;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.Backend;
import io.weighbridge.backend.Config;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.ledger.Account;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.pricing.Fee;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.model.Nanos;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.proto.v1.AuthorizeBatchItem;
import io.weighbridge.proto.v1.AuthorizeBatchRequest;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.GateGrpc;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UnitCount;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// A whole backend on its embedded store in this process, called over gRPC and TCP. The calls are
/// authorised before each round; what is timed is unary Settle, each answered after its charge was
/// forced.
final class SettleWeighbridge implements SettleStore {
    private static final int CALLS = 150_000;
    private static final int BATCH = 1_000;
    private static final int CHANNELS = 2;
    private static final int PATIENCE_S = 120;

    private final Path directory;
    private final Backend backend;
    private final List<ManagedChannel> channels = new ArrayList<>();
    private final String[] keys;
    private final int callers;

    SettleWeighbridge(int accounts, int callers) throws IOException {
        this.callers = callers;
        directory = Files.createTempDirectory("weighbridge-benchmark");
        backend = Backend.start(Config.of(directory).withPort(0), new SystemTime());
        Service service =
                backend.services().create(InProcessGate.SERVICE, ServiceSettings.TEXT_DEFAULT);
        PriceBook draft = backend.prices().createDraft(0, "benchmark");
        PriceBook filled =
                backend.prices()
                        .updateDraft(
                                draft.id(),
                                draft.version(),
                                List.of(
                                        rate(
                                                service,
                                                io.weighbridge.model.Unit.INPUT_TOKENS,
                                                2_500_000_000L),
                                        rate(
                                                service,
                                                io.weighbridge.model.Unit.OUTPUT_TOKENS,
                                                10_000_000_000L)),
                                List.of(new Fee(0, 100, 50_000)),
                                "");
        var _ = backend.prices().publish(filled.id(), filled.version(), 0, true);
        keys = new String[accounts];
        for (int i = 0; i < accounts; i++) {
            Account account = backend.accounts().create("account " + i, Nanos.AMOUNT_MAX);
            keys[i] = backend.keys().create(account.id(), KeySettings.unlimited("")).secret();
        }
        for (int i = 0; i < CHANNELS; i++) {
            channels.add(
                    NettyChannelBuilder.forAddress("127.0.0.1", backend.port())
                            .usePlaintext()
                            .directExecutor()
                            .build());
        }
    }

    private static Rate rate(Service service, io.weighbridge.model.Unit unit, long nanos) {
        return new Rate(
                service.id(), unit, ServiceTier.STANDARD, 0, 0, nanos, 1_000_000, List.of());
    }

    private static UnitCount count(Unit unit, long count) {
        return UnitCount.newBuilder().setUnit(unit).setCount(count).build();
    }

    @Override
    public String name() {
        return "Weighbridge Settle, " + callers + " callers";
    }

    @Override
    public SettleRound round() throws InterruptedException {
        Round round = new Round(authorized());
        for (int i = 0; i < callers; i++) {
            round.new Caller(GateGrpc.newStub(channels.get(i % CHANNELS))).next();
        }
        return round.await();
    }

    private SettleRequest[] authorized() {
        SettleRequest[] settles = new SettleRequest[CALLS];
        GateGrpc.GateBlockingStub gate = GateGrpc.newBlockingStub(channels.getFirst());
        for (int at = 0; at < CALLS; at += BATCH) {
            AuthorizeBatchRequest.Builder batch = AuthorizeBatchRequest.newBuilder();
            for (int i = 0; i < BATCH; i++) {
                batch.addCalls(
                        AuthorizeRequest.newBuilder()
                                .setApiKey(keys[ThreadLocalRandom.current().nextInt(keys.length)])
                                .setService(InProcessGate.SERVICE)
                                .addEstimate(count(Unit.UNIT_INPUT_TOKENS, 1_500))
                                .addEstimate(count(Unit.UNIT_OUTPUT_TOKENS, 300)));
            }
            List<AuthorizeBatchItem> items = gate.authorizeBatch(batch.build()).getItemsList();
            for (int i = 0; i < BATCH; i++) {
                settles[at + i] =
                        SettleRequest.newBuilder()
                                .setHoldId(items.get(i).getAdmitted().getHoldId())
                                .addUnits(count(Unit.UNIT_INPUT_TOKENS, 1_500))
                                .addUnits(count(Unit.UNIT_OUTPUT_TOKENS, 100))
                                .setOutcome(Outcome.OUTCOME_OK)
                                .build();
            }
        }
        return settles;
    }

    /// Callers that take the next call as soon as they were answered.
    private static final class Round {
        private final SettleRequest[] settles;
        private final AtomicInteger next = new AtomicInteger();
        private final CountDownLatch left;
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final Histogram latency =
                new ConcurrentHistogram(SettleRound.LATENCY_MAX_NANOS, SettleRound.DIGITS);
        private final long began = System.nanoTime();

        Round(SettleRequest[] settles) {
            this.settles = settles;
            this.left = new CountDownLatch(settles.length);
        }

        SettleRound await() throws InterruptedException {
            boolean done = left.await(PATIENCE_S, TimeUnit.SECONDS);
            long nanos = System.nanoTime() - began;
            if (!done || failure.get() != null) {
                throw new IllegalStateException("a settle failed", failure.get());
            }
            return new SettleRound(settles.length, nanos, latency);
        }

        private final class Caller implements StreamObserver<SettleReply> {
            private final GateGrpc.GateStub gate;
            private long sentAt;

            Caller(GateGrpc.GateStub gate) {
                this.gate = gate;
            }

            void next() {
                int at = next.getAndIncrement();
                if (at < settles.length) {
                    sentAt = System.nanoTime();
                    gate.settle(settles[at], this);
                }
            }

            @Override
            public void onNext(SettleReply reply) {
                if (reply.getRepeated() || reply.getUnrated() || reply.getChargeNanos() == 0) {
                    onError(new IllegalStateException("answered " + reply));
                }
            }

            @Override
            public void onError(Throwable thrown) {
                failure.set(thrown);
                left.countDown();
            }

            @Override
            public void onCompleted() {
                latency.recordValue(System.nanoTime() - sentAt);
                left.countDown();
                next();
            }
        }
    }

    @Override
    public void close() throws IOException {
        channels.forEach(ManagedChannel::shutdownNow);
        backend.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
