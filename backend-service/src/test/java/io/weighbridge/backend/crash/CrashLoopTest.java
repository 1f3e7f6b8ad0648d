package io.weighbridge.backend.crash;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.testkit.PostgresServer;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Kills a real backend process at any instant, under load, while it starts and while it folds, and
/// compares what is left with the clients' own list; says in one line what it came to.
/// `-Dcrash.cycles` makes it longer, `-Dcrash.seed` repeats the random numbers of an earlier run.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it sends SIGSTOP and SIGKILL")
final class CrashLoopTest {
    private static final int LANES = 2;
    private static final int CYCLES = Integer.getInteger("crash.cycles", 208);
    private static final int POSTGRES_CYCLES = Integer.getInteger("crash.postgres.cycles", 20);

    private static ChildJvm jvm;

    @BeforeAll
    static void makeTheCache(@TempDir Path scratch) throws IOException, InterruptedException {
        jvm = ChildJvm.prepare(scratch);
    }

    @Test
    void shouldLoseNothingAndChargeNothingTwiceWhenKilledAtAnyInstant(@TempDir Path scratch)
            throws Exception {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        long began = System.nanoTime();
        SplittableRandom seeds = new SplittableRandom(seed);
        CrashFigures figures = new CrashFigures();
        ExecutorService lanes = Executors.newFixedThreadPool(LANES);
        CompletionService<Lane.Outcome> outcomes = new ExecutorCompletionService<>(lanes);
        try {
            for (int lane = 0; lane < LANES; lane++) {
                Path data = Files.createDirectory(scratch.resolve("lane-" + lane));
                var _ =
                        outcomes.submit(
                                new Lane(
                                        jvm, Home.ofFiles(data), CYCLES / LANES, seeds.nextLong()));
            }
            for (int lane = 0; lane < LANES; lane++) {
                Future<Lane.Outcome> done = outcomes.poll(minutesMax(CYCLES), TimeUnit.MINUTES);
                assertNotNull(done, "seed " + seed + ": stuck");
                Lane.Outcome outcome = done.get();
                figures.add(outcome);
                assertTrue(outcome.settled() > outcome.killsUnderLoad(), outcome::toString);
            }
        } catch (ExecutionException e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        } finally {
            lanes.shutdownNow();
            assertTrue(lanes.awaitTermination(1, TimeUnit.MINUTES));
        }
        System.out.println(figures.line("SQLite", (System.nanoTime() - began) / 1_000_000));
    }

    // Much more than it takes, so that a slow machine does not fail it.
    private static long minutesMax(int cycles) {
        return 15L + cycles / 10;
    }

    // Instead of the power, the database's processes are lost with the backend's.
    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void shouldLoseNothingOnPostgresEither(@TempDir Path scratch) throws Exception {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        long began = System.nanoTime();
        Path data = Files.createDirectory(scratch.resolve("lane"));
        try (PostgresServer server = PostgresServer.start(scratch.resolve("postgres"))) {
            Home home = Home.ofPostgres(data, server, server.database("lane"));
            Lane.Outcome outcome = new Lane(jvm, home, POSTGRES_CYCLES, seed).call();
            assertTrue(outcome.settled() > outcome.killsUnderLoad(), outcome::toString);
            CrashFigures figures = new CrashFigures();
            figures.add(outcome);
            System.out.println(figures.line("PostgreSQL", (System.nanoTime() - began) / 1_000_000));
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }
}
