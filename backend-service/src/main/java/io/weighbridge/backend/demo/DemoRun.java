package io.weighbridge.backend.demo;

import io.weighbridge.backend.Backend;
import io.weighbridge.backend.ComputeTable;
import io.weighbridge.backend.Config;
import io.weighbridge.backend.ConfigTable;
import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.demo.model.FakeGpu;
import io.weighbridge.backend.demo.model.FakeModelHttp;
import io.weighbridge.backend.demo.screen.Terminal;
import io.weighbridge.backend.demo.screen.Texts;
import io.weighbridge.backend.demo.trace.Pace;
import io.weighbridge.backend.demo.trace.RowSource;
import io.weighbridge.backend.export.Exported;
import io.weighbridge.backend.export.SqlExport;
import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.ledger.check.LedgerCheck;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.files.Directories;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.proxies.openai.OpenAiGateway;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// One start of the demo, from the empty or used data directory to the summary.
///
/// @param source what to play
/// @param speed trace seconds in a second
/// @param length how long at most, null for as long as there are rows
/// @param seed decides which key makes which call, and how
/// @param dataDirectory the store's
/// @param exportDirectory null for no export
/// @param console class path of the operator console; null for none
record DemoRun(
        RowSource source,
        double speed,
        @Nullable Duration length,
        long seed,
        Path dataDirectory,
        @Nullable Path exportDirectory,
        @Nullable String console) {
    private static final String MARKER = "demo.txt";
    private static final long HOLDS_END_NANOS = 10_000_000_000L;
    private static final long HOLDS_PAUSE_NANOS = 10_000_000;

    // What is true once the backend is closed.
    private record Outcome(Progress progress, Traffic traffic, long openHolds, long lagMostNanos) {}

    /// Plays, checks, exports and tells.
    ///
    /// @return the exit status
    /// @throws IOException when a file cannot be written
    int run(StopSignal stop, Terminal terminal) throws IOException {
        requireDemoDirectory();
        SqlDemoStore store = new SqlDemoStore(dataDirectory);
        Outcome outcome;
        FakeGpu gpu = new FakeGpu(Catalogue.CHAT, System::nanoTime);
        try (FakeModelHttp model = FakeModelHttp.start(nanos -> pause(stop, nanos), gpu);
                DemoShop shop = DemoShop.start();
                Backend backend = Backend.start(shop.with(config(model)), new SystemTime())) {
            outcome = play(backend, shop, gpu, store, stop, terminal);
        }
        try (Progress progress = outcome.progress) {
            SqlDemoStore.Charged charged = store.charged(source.fingerprint());
            List<String> failures = new ArrayList<>();
            outcome.traffic.failures().forEach(failures::add);
            Summary summary =
                    new Summary(
                            source,
                            progress.done(),
                            progress.against(charged.once(), charged.twice()),
                            Texts.refusals(progress.refusals()),
                            charged,
                            store.totals(),
                            LedgerCheck.of(dataDirectory),
                            outcome.openHolds,
                            failures,
                            outcome.traffic.failureCount());
            Path target = exportDirectory;
            Exported exported = target == null ? null : SqlExport.write(dataDirectory, target);
            terminal.line("");
            summary.lines(exported).forEach(terminal::line);
            return summary.exitStatus();
        }
    }

    private static void pause(StopSignal stop, long nanos) {
        if (nanos > 0) {
            var _ = stop.await(nanos);
        }
    }

    private Config config(FakeModelHttp model) {
        return Config.of(dataDirectory)
                .withPort(0)
                .with(ConfigTable.USAGE_TAG_KEYS, DemoGrpc.FEATURE_TAG)
                .with(GatewayTable.UPSTREAM, model.url())
                .with(ComputeTable.EXPORTERS, model.exporters())
                .with(ComputeTable.PAUSE_S, "5")
                .with(GatewayTable.PORT, "0")
                .with(GatewayTable.CLIENT_TAGS, "true");
    }

    // The demo publishes prices and gives credit: never on the data of a service that is used.
    private void requireDemoDirectory() throws IOException {
        Path marker = dataDirectory.resolve(MARKER);
        if (Files.exists(marker)) {
            return;
        }
        if (Files.exists(dataDirectory.resolve(Database.FILE_NAME))) {
            throw Fault.invalid(
                    "--data", dataDirectory, "a directory that the demo made, or a new one");
        }
        Directories.makeForOwner(dataDirectory);
        Files.writeString(marker, "This directory belongs to weighbridge demo.\n");
    }

    private Outcome play(
            Backend backend,
            DemoShop shop,
            FakeGpu gpu,
            SqlDemoStore store,
            StopSignal stop,
            Terminal terminal)
            throws IOException {
        Pace pace = new Pace(source, speed);
        List<DemoKey> keys = new Catalogue(backend).make(pace);
        String proxySecret = new DemoLogins(backend, dataDirectory).proxySecret();
        int gatewayPort = backend.gatewayPort().orElseThrow();
        try (DemoGrpc gate = new DemoGrpc(backend.port(), proxySecret, source.fingerprint());
                SdkHttp sdk = new SdkHttp(gatewayPort);
                ConsoleWindow window = openConsole(backend.port())) {
            gate.warmUp();
            Ended ended = endOldHolds(backend, gate, keys);
            // What the gateway left open is ended by itself at the start.
            backend.ledger().atBarrier(() -> {});
            Progress progress =
                    Progress.open(
                            dataDirectory,
                            source.fingerprint(),
                            store.charged(source.fingerprint()).once());
            tellStart(backend, progress, ended, window, terminal);
            Meters meters = new Meters(keys);
            StopSignal cashierStop = new StopSignal();
            Cashier cashier = new Cashier(backend, shop, keys, meters, cashierStop);
            Duration most = length == null ? Duration.ofDays(36_500) : length;
            Traffic traffic =
                    new Traffic(
                            pace,
                            new CallPlanner(seed, keys),
                            player(gate, sdk, progress, meters, stop, cashier, gpu),
                            progress,
                            meters,
                            stop,
                            System.nanoTime() + most.toNanos());
            if (source.isEndless() || progress.done() < source.total()) {
                Thread cashing = Thread.ofPlatform().name("demo-cashier").start(cashier);
                try (Screen _ =
                        Screen.start(
                                terminal, () -> meters.read(progress, source), title(backend))) {
                    traffic.run();
                } finally {
                    cashierStop.give();
                    join(cashing);
                }
            }
            return new Outcome(progress, traffic, openHolds(backend, keys), meters.lagMostNanos());
        }
    }

    private RowPlayer player(
            DemoGrpc gate,
            SdkHttp sdk,
            Progress progress,
            Meters meters,
            StopSignal stop,
            Cashier cashier,
            FakeGpu gpu) {
        RowPlayer own = new Caller(gate, progress, meters, stop, cashier, speed, gpu);
        RowPlayer customers =
                new GatewayCaller(
                        sdk, source.fingerprint(), progress, meters, stop, cashier, speed);
        return call -> (call.isGateways() ? customers : own).play(call);
    }

    // The gateway follows a client that left for a moment, to hear what it used.
    private static long openHolds(Backend backend, List<DemoKey> keys) {
        long untilNanos = System.nanoTime() + HOLDS_END_NANOS;
        long open = holds(backend, keys, OpenAiGateway.PROXY).size();
        while (open > 0 && System.nanoTime() - untilNanos < 0) {
            LockSupport.parkNanos(HOLDS_PAUSE_NANOS);
            open = holds(backend, keys, OpenAiGateway.PROXY).size();
        }
        return open + holds(backend, keys, DemoGrpc.PROXY).size();
    }

    private ConsoleWindow openConsole(int port) {
        return ConsoleWindow.open(
                console,
                System.getenv(),
                port,
                dataDirectory.resolve("secrets").resolve(DemoLogins.PASSWORD_FILE),
                dataDirectory);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String title(Backend backend) {
        return "127.0.0.1:" + backend.port() + "   " + dataDirectory + "   speed " + speedText();
    }

    private String speedText() {
        return speed == Math.rint(speed) && speed < 1e15
                ? Texts.count((long) speed) + "x"
                : speed + "x";
    }

    private void tellStart(
            Backend backend,
            Progress progress,
            Ended ended,
            ConsoleWindow window,
            Terminal terminal) {
        String rows =
                source.isEndless()
                        ? "generated traffic of seed " + seed
                        : Texts.count(source.total()) + " rows";
        int port = backend.port();
        terminal.line(
                "The gate listens on 127.0.0.1:" + port + ", its data is in " + dataDirectory);
        terminal.line(
                "To look at it: weighbridge call Accounts/ListAccounts --address 127.0.0.1:"
                        + port
                        + " --operator "
                        + DemoLogins.ADMIN
                        + " --password-file "
                        + dataDirectory.resolve("secrets").resolve(DemoLogins.PASSWORD_FILE));
        terminal.line(
                "The gateway listens on http://127.0.0.1:"
                        + backend.gatewayPort().orElseThrow()
                        + "/v1, before a model server of the demo's own. Chats and embeddings go"
                        + " through it, as from an SDK;");
        terminal.line(
                "sound, pictures and the night's batch are served elsewhere, by a proxy that asks"
                        + " the gate over gRPC.");
        tellPretence(terminal);
        terminal.line(
                "Playing " + rows + " at speed " + speedText() + "; Ctrl-C stops it cleanly.");
        if (progress.done() > 0) {
            terminal.line(Texts.count(progress.done()) + " rows were done by earlier starts.");
        }
        if (ended.settled + ended.released > 0) {
            terminal.line(
                    "Calls left open by the last start: "
                            + Texts.count(ended.settled)
                            + " settled by what was heard, "
                            + Texts.count(ended.released)
                            + " released and played again.");
        }
        if (!source.isEndless() && progress.done() == source.total()) {
            terminal.line("This trace is complete already; it is only checked again.");
        }
        if (!window.told().isEmpty()) {
            terminal.line(window.told());
        }
        terminal.line("");
    }

    private static void tellPretence(Terminal terminal) {
        terminal.line(
                "Its customers buy credit by card and Bitcoin at stand-ins for Stripe and BTCPay: no"
                        + " money moves. To pay yourself: an account in the console, Payment link.");
        terminal.line(
                "Some of its calls fail on purpose; warnings about its model server are part of it.");
    }

    private record Ended(long settled, long released) {}

    // Calls that were in flight when an earlier start was killed: what was delivered is charged,
    // the others are dropped, so that their rows can be played again. One that expired at this very
    // moment has its end already, and the store says which.
    private static Ended endOldHolds(Backend backend, DemoGrpc gate, List<DemoKey> keys) {
        long settled = 0;
        long released = 0;
        for (Hold hold : holds(backend, keys, DemoGrpc.PROXY)) {
            Units heard;
            synchronized (hold.account()) {
                heard = hold.heard();
            }
            try {
                if (heard.isEmpty()) {
                    gate.release(hold.call().id(), "the demo was killed");
                    released++;
                } else {
                    var _ = gate.settle(hold.call().id(), heard);
                    settled++;
                }
            } catch (GateFailure e) {
                if (backend.ledger().hold(hold.call().id().hi(), hold.call().id().lo()) != null) {
                    throw e;
                }
            }
        }
        return new Ended(settled, released);
    }

    private static List<Hold> holds(Backend backend, List<DemoKey> keys, String proxy) {
        Set<Long> accounts = new LinkedHashSet<>();
        keys.forEach(key -> accounts.add(key.accountId()));
        List<Hold> holds = new ArrayList<>();
        for (long account : accounts) {
            for (Hold hold : backend.ledger().holds(account)) {
                if (hold.call().proxy().equals(proxy)) {
                    holds.add(hold);
                }
            }
        }
        return holds;
    }
}
