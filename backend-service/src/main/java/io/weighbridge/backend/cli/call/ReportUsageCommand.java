package io.weighbridge.backend.cli.call;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.weighbridge.backend.cli.client.Identity;
import io.weighbridge.backend.cli.client.ServiceOptions;
import io.weighbridge.backend.cli.client.Target;
import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.backend.cli.option.Patience;
import io.weighbridge.backend.cli.option.WaitOption;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all of it was reported",
            "1:the gate cannot be reached or asked, or the log not be read; run it again, soon",
            "2:the command was typed wrongly",
            "3:there were lines that nobody could read, calls that the gate did not take, or calls"
                    + " that it kept as unrated"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  weighbridge report-usage --token-file fa.secret /var/log/nginx/usage.log",
            "  weighbridge report-usage --follow --token-file fa.secret usage.log",
            "  weighbridge report-usage --units requests=1 --token-file fa.secret usage.log"
        })
public final class ReportUsageCommand extends AnyCommand {
    private static final int BATCH = 500;
    private static final int TO_LOOK_AT = 3;
    private static final int SHOWN_MAX = 20;
    private static final long PAUSE_MS = 250;
    // For a writer that has not heard of a rotation yet, such as a busy worker of NGINX.
    private static final long LATE_MS = 3_000;

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

    @Mixin private WaitOption waiting = new WaitOption();

    @Mixin private ServiceOptions service = new ServiceOptions();

    // Of this run.
    private long withoutUsage;
    private long unreadable;
    private long shown;

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandLine command = commandLine();
        Target target = service.target(command);
        LogFormat chosen = format();
        Units otherwise = units();
        Duration most = waiting.checked(command, follow);
        if (!follow && !Files.isRegularFile(file)) {
            throw mistyped("FILE: " + file + " (expected: a log)");
        }
        Path kept = position == null ? Path.of(file + ".position") : position;
        try (Identity identity = service.identity(target, command);
                UsageReporter reporter =
                        new UsageReporter(target, identity.token(), this::sayToLookAt);
                FollowedLog log =
                        new FollowedLog(
                                file,
                                LogPosition.load(kept),
                                follow ? LATE_MS : 0,
                                System::nanoTime,
                                this::warn)) {
            while (true) {
                List<String> lines = log.next(BATCH);
                if (lines.isEmpty()) {
                    if (!follow) {
                        return end(reporter);
                    }
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
                    continue;
                }
                if (!tell(reporter, read(chosen, lines, otherwise), target, most)) {
                    return ExitCode.SOFTWARE;
                }
                log.position().save(kept);
            }
        } catch (StatusRuntimeException e) {
            return Identity.failed(target, commandLine(), e);
        }
    }

    private LogFormat format() {
        for (LogFormat each : LogFormat.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(format)) {
                return each;
            }
        }
        throw mistyped("--format: " + format + " (expected: nginx, litellm, envoy or vllm)");
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
        throw mistyped("--units: " + units + " (expected: unit=count with spaces between)");
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

    // Nothing is skipped. False when the gate takes nothing.
    private boolean tell(
            UsageReporter reporter, List<LoggedCall> calls, Target target, Duration most)
            throws InterruptedException {
        Patience patience = new Patience(most);
        List<LoggedCall> left = calls;
        while (!left.isEmpty()) {
            int before = left.size();
            left = reporter.tell(left, patience.left());
            if (left.size() < before) {
                patience = new Patience(most);
            }
            if (!left.isEmpty() && !patience.hasMore()) {
                warn(
                        "error: nothing was taken for "
                                + most.toSeconds()
                                + " s ("
                                + why(reporter, target)
                                + "); "
                                + reporter.summary()
                                + ". The rest of "
                                + file
                                + " is not reported: run it again before the holds of its calls"
                                + " expire. --address says where the service is, --wait how long"
                                + " to try");
                return false;
            }
            if (!left.isEmpty() && patience.isWorthALine()) {
                warn("not yet: " + why(reporter, target));
            }
        }
        return true;
    }

    private static String why(UsageReporter reporter, Target target) {
        StatusRuntimeException trouble = reporter.trouble();
        if (trouble == null) {
            return target + " takes nothing at the moment";
        }
        return trouble.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED
                ? "no answer from " + target
                : Identity.explain(target, trouble);
    }

    private void sayToLookAt(String text) {
        shown++;
        if (shown <= SHOWN_MAX) {
            warn(text);
        }
    }

    private int end(UsageReporter reporter) {
        print(
                reporter.summary()
                        + "; "
                        + withoutUsage
                        + " lines without usage, "
                        + unreadable
                        + " that cannot be read");
        return reporter.toLookAt() + unreadable > 0 ? TO_LOOK_AT : ExitCode.OK;
    }
}
