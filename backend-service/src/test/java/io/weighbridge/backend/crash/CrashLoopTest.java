package io.weighbridge.backend.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.testkit.PostgresServer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Kills a real backend process at any instant, under load, while it starts and while it folds, and
/// compares what is left with the clients' own list. `-Dcrash.cycles` and `-Dcrash.seed` make it
/// longer, or begin with the random numbers of an earlier run.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it sends SIGSTOP and SIGKILL")
final class CrashLoopTest {
    private static final int LANES = 2;
    private static final int CYCLES = Integer.getInteger("crash.cycles", 208);
    private static final int POSTGRES_CYCLES = Integer.getInteger("crash.postgres.cycles", 20);

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void shouldLoseNothingAndChargeNothingTwiceWhenKilledAtAnyInstant(
            @TempDir Path scratch, TestReporter reporter) throws Exception {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        long began = System.nanoTime();
        ChildJvm jvm = ChildJvm.prepare(scratch);
        SplittableRandom seeds = new SplittableRandom(seed);
        int kills = 0;
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
                Lane.Outcome outcome = outcomes.take().get();
                kills += outcome.killsUnderLoad();
                reporter.publishEntry("crash loop", outcome.toString());
                assertTrue(outcome.settled() > outcome.killsUnderLoad(), outcome::toString);
            }
        } catch (ExecutionException e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        } finally {
            lanes.shutdownNow();
            assertTrue(lanes.awaitTermination(1, TimeUnit.MINUTES));
        }
        reporter.publishEntry(
                "crash loop",
                kills + " kills in " + (System.nanoTime() - began) / 1_000_000_000 + " s");
    }

    // Instead of the power, the database's processes are lost with the backend's.
    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void shouldLoseNothingOnPostgresEither(@TempDir Path scratch, TestReporter reporter)
            throws Exception {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        ChildJvm jvm = ChildJvm.prepare(scratch);
        Path data = Files.createDirectory(scratch.resolve("lane"));
        try (PostgresServer server = PostgresServer.start(scratch.resolve("postgres"))) {
            Home home = Home.ofPostgres(data, server, server.database("lane"));
            Lane.Outcome outcome = new Lane(jvm, home, POSTGRES_CYCLES, seed).call();
            reporter.publishEntry("crash loop on PostgreSQL", outcome.toString());
            assertTrue(outcome.settled() > outcome.killsUnderLoad(), outcome::toString);
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }
}
