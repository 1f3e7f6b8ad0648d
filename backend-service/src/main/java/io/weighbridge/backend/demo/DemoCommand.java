package io.weighbridge.backend.demo;

import io.weighbridge.backend.demo.screen.Terminal;
import io.weighbridge.backend.demo.trace.GeneratedRows;
import io.weighbridge.backend.demo.trace.RowSource;
import io.weighbridge.backend.demo.trace.TraceException;
import io.weighbridge.backend.demo.trace.TraceReader;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.log.Logging;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// `weighbridge demo`.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the service with a small catalogue and drives traffic through it.",
            "",
            "Services, prices, plans, accounts and keys are made in the data directory, then calls"
                    + " come over HTTP, as from an SDK, through the gateway to a small model"
                    + " server of the demo's own. What a gateway does not serve goes through the"
                    + " gate over gRPC. The terminal shows what each key uses, spends and is"
                    + " refused. At the end every row is compared with the store and the ledger is"
                    + " checked.",
            "",
            "Ctrl-C stops it cleanly: calls in flight are settled, then the summary follows."
                    + " Started again on the same data directory, it goes on where it ended, also"
                    + " after a crash.",
            "",
            "Where there is a display, the operator console opens on it, logged in.",
            ""
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the ledger balances and every row was charged once or refused with a reason",
            "1:something is wrong; the summary or a message says what",
            "2:wrong options, or a trace that cannot be read",
            "3:stopped before the end of the trace, all right so far; start it again to go on"
        },
        footer = {
            "",
            "Examples:",
            "  weighbridge demo",
            "  weighbridge demo --trace calls.csv --speed 60 --export out",
            "  weighbridge demo --for 90s --seed 7"
        })
public final class DemoCommand implements Callable<Integer> {
    private static final int EXIT_WRONG = 1;
    private static final int EXIT_USAGE = 2;
    private static final long STOP_S = 120;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description =
                    "CSV file with the header TIMESTAMP,ContextTokens,GeneratedTokens to replay."
                            + " Without it, traffic of a similar shape is made from the seed,"
                            + " until Ctrl-C or --for.")
    private @Nullable Path trace;

    @Option(
            names = "--speed",
            paramLabel = "N",
            defaultValue = "10",
            converter = Speed.class,
            description =
                    "How many times as fast as the trace's own pace, 0.01 to 1000000; 1 is its own"
                            + " pace. Default: ${DEFAULT-VALUE}.")
    private double speed;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "Stop after so long: 90s, 5m, 1h, 1h30m.")
    private @Nullable Duration length;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Decides which key makes which call, and the traffic when there is no trace."
                            + " Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "./data/demo",
            description = "Where the store is kept. Default: ${DEFAULT-VALUE}.")
    private Path data = Path.of("data", "demo");

    @Option(
            names = "--export",
            paramLabel = "DIR",
            description =
                    "Write usage.csv, transfers.csv, balances.csv and prices.json there at the end,"
                            + " over older ones (see docs/export.md).")
    private @Nullable Path export;

    @Option(names = "--no-console", description = "Do not open the operator console on it.")
    private boolean noConsole;

    /// Reads the speed.
    static final class Speed implements ITypeConverter<Double> {
        private static final double LEAST = 0.01;
        private static final double MOST = 1_000_000;

        @Override
        public Double convert(String text) {
            try {
                double speed = Double.parseDouble(text);
                if (speed >= LEAST && speed <= MOST) {
                    return speed;
                }
            } catch (NumberFormatException e) {
                // Told below.
            }
            throw new TypeConversionException(
                    "'" + text + "' (expected: a number from 0.01 to 1000000)");
        }
    }

    /// Runs it.
    ///
    /// @return the exit status
    @Override
    public Integer call() {
        RowSource source;
        try {
            source = trace == null ? GeneratedRows.source(seed) : TraceReader.read(trace);
            if (export != null) {
                Files.createDirectories(export);
            }
        } catch (TraceException e) {
            return failed(String.valueOf(e.getMessage()), EXIT_USAGE);
        } catch (IOException e) {
            return failed("--export: " + export + ": cannot be made: " + e, EXIT_USAGE);
        }
        Logging.startQuiet();
        DemoRun run =
                new DemoRun(
                        source,
                        speed,
                        length,
                        seed,
                        data,
                        export,
                        noConsole ? null : System.getProperty(ConsoleWindow.CLASS_PATH));
        StopSignal stop = new StopSignal();
        Interruption interruption = new Interruption(stop);
        Runtime.getRuntime().addShutdownHook(interruption);
        int status = EXIT_WRONG;
        try {
            status = run.run(stop, Terminal.of(System.out, System.getenv()));
        } catch (Fault e) {
            status = failed(e.logText(), EXIT_WRONG);
        } catch (GateFailure | IOException | UncheckedIOException e) {
            status = failed(String.valueOf(e.getMessage()), EXIT_WRONG);
        } finally {
            interruption.ended(status);
        }
        return status;
    }

    private int failed(String message, int status) {
        CommandSpec own = spec;
        PrintWriter err =
                own == null
                        ? new PrintWriter(System.err, true, System.err.charset())
                        : own.commandLine().getErr();
        err.println("weighbridge demo: " + message);
        err.flush();
        return status;
    }

    /// Turns Ctrl-C, or another request to end, into a clean stop: the hook of the Java runtime
    /// waits for the summary, then ends the process with the demo's own status.
    private static final class Interruption extends Thread {
        private final StopSignal stop;
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile int status;

        Interruption(StopSignal stop) {
            super("demo-interruption");
            this.stop = stop;
        }

        @Override
        public void run() {
            stop.give();
            try {
                if (ended.await(STOP_S, TimeUnit.SECONDS)) {
                    Runtime.getRuntime().halt(status);
                }
            } catch (InterruptedException e) {
                currentThread().interrupt();
            }
        }

        void ended(int exitStatus) {
            status = exitStatus;
            ended.countDown();
            try {
                var _ = Runtime.getRuntime().removeShutdownHook(this);
            } catch (IllegalStateException e) {
                // The runtime is ending already, and this hook with it.
            }
        }
    }
}
