package io.weighbridge.backend.crash;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One store, and the lives of the backend on it, one after the other.
final class Lane implements Callable<Lane.Outcome> {
    private static final int CLIENTS = 4;
    private static final int AUDIT_EVERY = 20;
    private static final int ANSWERS_MAX = 120;
    private static final long LIFE_MS_MAX = 2_000;

    /// What a lane came to.
    ///
    /// @param powerLosses how many of the kills took the end of the journal as well
    /// @param framesLost by them
    /// @param lostHolds answered, and gone after a kill
    /// @param longestLostNanos the oldest of them at its kill
    /// @param poorLostNanos what those of the poor account had set aside
    /// @param startsMs until it served, each start that was not killed
    record Outcome(
            int killsUnderLoad,
            int killsAtStart,
            int powerLosses,
            int framesLost,
            int settled,
            int released,
            int operations,
            int lostHolds,
            long longestLostNanos,
            long poorLostNanos,
            List<Long> startsMs) {
        Outcome {
            startsMs = List.copyOf(startsMs);
        }
    }

    private final ChildJvm jvm;
    private final Home home;
    private final Path data;
    private final int cycles;
    private final SplittableRandom random;
    private final Witness witness;
    private int killsAtStart;
    private int powerLosses;
    private int framesLost;
    private final List<Long> startsMs = new ArrayList<>();
    private @Nullable Process last;
    private Witness.@Nullable Life lastLife;

    Lane(ChildJvm jvm, Home home, int cycles, long seed) {
        this.jvm = jvm;
        this.home = home;
        this.data = home.data();
        this.cycles = cycles;
        this.random = new SplittableRandom(seed);
        this.witness = new Witness(Catalogue.make(data, home.store()));
    }

    @Override
    public Outcome call() throws Exception {
        try {
            return run();
        } finally {
            Process process = last;
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }

    private Outcome run()
            throws IOException,
                    InterruptedException,
                    ExecutionException,
                    TimeoutException,
                    SQLException {
        for (int cycle = 1; cycle <= cycles; cycle++) {
            RunningBackend backend = start();
            checkSurvivors(backend);
            live(backend, cycle);
            if (cycle % AUDIT_EVERY == 0 || cycle == cycles) {
                audit();
            }
        }
        return new Outcome(
                cycles,
                killsAtStart,
                powerLosses,
                framesLost,
                witness.settled.size(),
                witness.released.size(),
                witness.doneOperations.size(),
                witness.lostHolds(),
                witness.longestLostNanos(),
                witness.lostNanosOf(witness.payers.getLast()),
                startsMs);
    }

    // Every fourth start is killed first, anywhere between its beginning and soon after its end.
    private RunningBackend start()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        while (random.nextInt(4) == 0) {
            Process process = jvm.start(home);
            last = process;
            RunningBackend killed = new RunningBackend(process, Catalogue.proxySecret(data));
            long usualMs = startsMs.isEmpty() ? 500 : startsMs.getLast();
            var _ = process.waitFor(random.nextLong(usualMs + 50), TimeUnit.MILLISECONDS);
            killed.kill();
            witness.failures.addAll(killed.errors());
            killsAtStart++;
        }
        long began = System.nanoTime();
        Process process = jvm.start(home);
        last = process;
        RunningBackend backend = new RunningBackend(process, Catalogue.proxySecret(data));
        backend.awaitServing();
        startsMs.add((System.nanoTime() - began) / 1_000_000);
        return backend;
    }

    private void checkSurvivors(RunningBackend backend)
            throws InterruptedException, ExecutionException, TimeoutException {
        Witness.Life life = lastLife;
        if (life != null) {
            new Survivors(backend, witness, random).check(life);
            lastLife = null;
        }
        requireNoFailure();
    }

    private void requireNoFailure() {
        if (!witness.failures.isEmpty()) {
            throw new AssertionError(
                    witness.failures.size()
                            + " failures, first: "
                            + String.join("\n", witness.failures.stream().limit(10).toList()));
        }
    }

    private void live(RunningBackend backend, int cycle)
            throws IOException,
                    InterruptedException,
                    ExecutionException,
                    TimeoutException,
                    SQLException {
        String book = backend.command(UUID.randomUUID().toString(), "publish " + cycle);
        witness.books.put(Catalogue.bookText(Long.parseLong(book)), cycle);
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(
                    Thread.ofPlatform()
                            .start(new Load(backend, witness, random.split(), Catalogue.PROXY)));
        }
        awaitInstant(clients.getFirst());
        if (random.nextInt(5) == 0) {
            // The clients go on sending into a process that does not answer any more.
            backend.pause();
            clients.getFirst().join(20);
        }
        long killedAt = System.nanoTime();
        backend.kill();
        for (Thread client : clients) {
            client.join();
        }
        witness.failures.addAll(backend.errors());
        Witness.Life life = witness.endLife(killedAt);
        lastLife = life;
        requireNoFailure();
        if (random.nextInt(4) == 0) {
            framesLost += home.loseMore(witness.mustKeep(life), random);
            powerLosses++;
        }
    }

    // Any instant: after so many answers, and a little later. A fixed time would be no load at all
    // on a slow machine.
    private void awaitInstant(Thread client) throws InterruptedException {
        int answers = witness.answered() + random.nextInt(ANSWERS_MAX);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIFE_MS_MAX);
        while (witness.answered() < answers && System.nanoTime() < end) {
            client.join(1);
        }
        client.join(1 + random.nextInt(10));
    }

    // On the stopped store.
    private void audit()
            throws IOException,
                    InterruptedException,
                    ExecutionException,
                    TimeoutException,
                    SQLException {
        RunningBackend backend = start();
        checkSurvivors(backend);
        backend.stop();
        witness.failures.addAll(backend.errors());
        lastLife = witness.endLife(System.nanoTime());
        new Audit(home.store(), witness).check();
        requireNoFailure();
    }
}
