package io.weighbridge.backend.cli;

import io.grpc.StatusRuntimeException;
import io.weighbridge.backend.platform.time.Backoff;
import io.weighbridge.backend.proxies.logs.FollowedLog;
import io.weighbridge.backend.proxies.logs.LogFormat;
import io.weighbridge.backend.proxies.logs.LogLine;
import io.weighbridge.backend.proxies.logs.LogPosition;
import io.weighbridge.backend.proxies.logs.LoggedCall;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// Tells the gate what calls used, from a proxy's log.
@Command(
        name = "report-usage",
        description = {
            "Report what calls used, from the log of a proxy or model server, where a proxy asked"
                    + " the gate before each (docs/proxies/forward-auth.md).",
            "Each line is told at least once, and charged once however often it is told. How far"
                    + " the log was read is kept in a file beside it, through restarts and rotation."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all of it was reported",
            "1:the gate cannot be asked, or the log not be read",
            "2:the command was typed wrongly",
            "3:there were lines that nobody could read, or calls that the gate did not take"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  weighbridge report-usage --token-file fa.secret /var/log/nginx/usage.log",
            "  weighbridge report-usage --follow --token-file fa.secret usage.log",
            "  weighbridge report-usage --units requests=1 --token-file fa.secret usage.log"
        })
final class ReportUsageCommand implements Callable<Integer> {
    private static final int BATCH = 500;
    private static final int TO_LOOK_AT = 3;
    private static final int SHOWN_MAX = 20;
    private static final long PAUSE_MS = 250;
    // For a writer that has not heard of a rotation yet, such as a busy worker of NGINX.
    private static final long LATE_MS = 3_000;
    private static final long RETRY_MS = 500;
    private static final long RETRY_MS_MAX = 30_000;

    @Parameters(index = "0", paramLabel = "FILE", description = "The log.")
    private Path file = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "What the log is like: nginx, litellm, envoy or vllm. Default: nginx.")
    private String format = "nginx";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is appended, until stopped.")
    private boolean follow;

    @Option(
            names = "--units",
            paramLabel = "UNITS",
            description =
                    "What a call counts as whose line says nothing of units, such as requests=1."
                            + " Default: such a call is not reported, and its hold ends by its"
                            + " service's policy.")
    private String units = "";

    @Option(
            names = "--position",
            paramLabel = "FILE",
            description = "Where to keep how far the log was read. Default: FILE.position.")
    private @Nullable Path position;

    @Mixin private AddressOption address = new AddressOption();

    @Mixin private IdentityOptions identities = new IdentityOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    // Of this run.
    private long withoutUsage;
    private long unreadable;
    private long refusals;

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandLine command = spec.commandLine();
        Target target = address.checked(command);
        LogFormat chosen = format();
        Units otherwise = units();
        if (!follow && !Files.isRegularFile(file)) {
            throw new ParameterException(command, "FILE: " + file + " (expected: a log)");
        }
        Path kept = position == null ? Path.of(file + ".position") : position;
        PrintWriter err = command.getErr();
        try (Identity identity = identities.of(target, command);
                UsageReporter reporter =
                        new UsageReporter(target, identity.token(), this::sayRefused);
                FollowedLog log =
                        new FollowedLog(
                                file,
                                LogPosition.load(kept),
                                follow ? LATE_MS : 0,
                                System::nanoTime,
                                this::say)) {
            while (true) {
                List<String> lines = log.next(BATCH);
                if (lines.isEmpty()) {
                    if (!follow) {
                        return end(reporter);
                    }
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
                    continue;
                }
                tell(reporter, read(chosen, lines, otherwise), target);
                log.position().save(kept);
            }
        } catch (StatusRuntimeException e) {
            err.println("error: " + Identity.explain(target, e));
            err.flush();
            return ExitCode.SOFTWARE;
        }
    }

    private LogFormat format() {
        for (LogFormat each : LogFormat.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(format)) {
                return each;
            }
        }
        throw new ParameterException(
                spec.commandLine(),
                "--format: " + format + " (expected: nginx, litellm, envoy or vllm)");
    }

    private Units units() {
        try {
            Units read = Units.parse(units);
            if (read.problem() == null) {
                return read;
            }
        } catch (IllegalArgumentException e) {
            // As said below.
        }
        throw new ParameterException(
                spec.commandLine(),
                "--units: " + units + " (expected: unit=count with spaces between)");
    }

    private List<LoggedCall> read(LogFormat chosen, List<String> lines, Units otherwise) {
        List<LoggedCall> calls = new ArrayList<>();
        for (String line : lines) {
            switch (chosen.read(line, otherwise)) {
                case LogLine.Ended ended -> calls.add(ended.call());
                case LogLine.WithoutUsage _ -> withoutUsage++;
                case LogLine.OfNoCall _ -> {
                    // Refused, or nothing of a model's.
                }
                case LogLine.Unreadable _ -> unreadable++;
            }
        }
        return calls;
    }

    // For as long as the gate cannot take it: nothing is skipped.
    private void tell(UsageReporter reporter, List<LoggedCall> calls, Target target)
            throws InterruptedException {
        Backoff failures = new Backoff(RETRY_MS, RETRY_MS_MAX);
        List<LoggedCall> left = calls;
        while (!left.isEmpty()) {
            long waitMs = 0;
            try {
                left = reporter.tell(left);
                waitMs = left.isEmpty() ? 0 : failures.failedMs();
            } catch (StatusRuntimeException e) {
                if (!UsageReporter.isForLater(e.getStatus())) {
                    throw e;
                }
                waitMs = failures.failedMs();
                if (failures.isWorthALine()) {
                    say("not yet: " + Identity.explain(target, e));
                }
            }
            TimeUnit.MILLISECONDS.sleep(waitMs);
        }
    }

    private void sayRefused(String text) {
        refusals++;
        if (refusals <= SHOWN_MAX) {
            say("refused: " + text);
        }
    }

    private void say(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(text);
        err.flush();
    }

    private int end(UsageReporter reporter) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                reporter.summary()
                        + "; "
                        + withoutUsage
                        + " lines without usage, "
                        + unreadable
                        + " that cannot be read");
        out.flush();
        return reporter.refused() + unreadable > 0 ? TO_LOOK_AT : ExitCode.OK;
    }
}
