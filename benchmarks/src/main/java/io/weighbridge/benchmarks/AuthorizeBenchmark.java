package io.weighbridge.benchmarks;

import io.weighbridge.backend.gate.admit.AuthorizeCall;
import io.weighbridge.backend.gate.admit.Decision;
import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Units;

import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Verify, limits, quote and hold in the process, against the same made of ConcurrentHashMap and
/// two Bucket4j buckets. Keys are hit at random. An invocation is a batch of calls, made just
/// before it as a server makes them of messages; their holds are released between batches, outside
/// the measured time.
@NullUnmarked // JMH fills the fields in its set-up.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 8, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "-Xms8g",
            "-Xmx8g",
            "-XX:+UseParallelGC",
            // Memory is there before it is measured, in large pages where the system has them.
            "-XX:+AlwaysPreTouch",
            "-XX:+UseTransparentHugePages",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"
        })
public class AuthorizeBenchmark {
    private static final int BATCH = 10_000;
    private static final Units ESTIMATE = Units.tokens(1_500, 300);
    private static final long TOKENS = 1_800;
    private static final long NANOS = 6_750_000;

    @Param({"10000", "1000000"})
    int keys;

    private InProcessGate gate;
    private Composed composed;
    private AuthorizeCall[] calls;
    private List<Hold> holds;
    private List<Composed.Key> taken;
    private CountDownLatch writer;

    @Setup(Level.Trial)
    public void open() {
        gate = new InProcessGate(keys);
        composed = new Composed(gate);
        calls = new AuthorizeCall[BATCH];
        holds = new ArrayList<>(BATCH);
        taken = new ArrayList<>(BATCH);
    }

    @Setup(Level.Invocation)
    public void prepare() {
        SplittableRandom random = new SplittableRandom();
        for (int i = 0; i < BATCH; i++) {
            calls[i] =
                    new AuthorizeCall(
                            RequestId.next(System.currentTimeMillis()),
                            // A text of its own, as a message has.
                            new String(gate.secret(random.nextInt(keys)).toCharArray()),
                            InProcessGate.SERVICE,
                            ESTIMATE,
                            0,
                            "",
                            "",
                            false,
                            ServiceTier.STANDARD,
                            "",
                            0,
                            "",
                            false);
        }
        writer = gate.pauseWriter();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void weighbridge() {
        for (AuthorizeCall call : calls) {
            if (gate.gate().authorize(call) instanceof Decision.Admitted admitted) {
                holds.add(admitted.hold());
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void composedOfBucket4j() {
        for (AuthorizeCall call : calls) {
            Composed.Key key = composed.authorize(call.apiKey(), TOKENS, NANOS);
            if (key != null) {
                taken.add(key);
            }
        }
    }

    @TearDown(Level.Invocation)
    public void release() {
        writer.countDown();
        if (!holds.isEmpty()) {
            gate.release(holds);
            holds.clear();
        }
        if (!taken.isEmpty()) {
            giveBack();
            taken.clear();
        }
    }

    private void giveBack() {
        Thread thread =
                Thread.ofPlatform()
                        .start(() -> taken.forEach(key -> composed.giveBack(key, TOKENS, NANOS)));
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        gate.close();
    }
}
