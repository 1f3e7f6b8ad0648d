package io.weighbridge.backend.cli.option;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.time.Duration;

/// How long to wait for a service that takes nothing.
public final class WaitOption {
    private static final int SECONDS = 60;
    private static final int SECONDS_MAX = 86_400;
    // Longer than any machine runs.
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description =
                    "How long to try again while the service cannot be reached, or takes nothing."
                            + " Default: 60; with --follow, where there is one: until stopped.")
    private @Nullable Integer seconds;

    /// @param untilStopped whether it waits for ever where nothing else is said
    /// @throws ParameterException when it is no such time
    public Duration checked(CommandLine command, boolean untilStopped) {
        Integer told = seconds;
        if (told == null) {
            return untilStopped ? FOR_EVER : Duration.ofSeconds(SECONDS);
        }
        if (told < 0 || told > SECONDS_MAX) {
            throw new ParameterException(
                    command, "--wait: " + told + " (expected: 0 to " + SECONDS_MAX + ")");
        }
        return Duration.ofSeconds(told);
    }
}
