package io.weighbridge.backend.cli.option;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where a password comes from: a file, the environment, or the terminal without echo; never an
/// argument, which everybody on the machine can see.
public final class PasswordOption {
    private static final String VARIABLE = "WEIGHBRIDGE_PASSWORD";

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description =
                    "The password is this file's first line. Else the environment's "
                            + VARIABLE
                            + ", else it is asked for.")
    private @Nullable Path file;

    /// The password, when it need not be asked for.
    public Optional<String> given(CommandLine command) {
        Path from = file;
        if (from != null) {
            return Optional.of(firstLine("--password-file", from, command));
        }
        return Optional.ofNullable(System.getenv(VARIABLE)).filter(text -> !text.isEmpty());
    }

    /// The password; asks for it when it must.
    public String get(CommandLine command, String prompt) {
        return given(command).orElseGet(() -> ask(command, prompt));
    }

    /// Asks on the terminal.
    static String ask(CommandLine command, String prompt) {
        // Null, whatever some say, where standard input is no terminal.
        char[] typed =
                Optional.ofNullable(System.console())
                        .filter(Console::isTerminal)
                        .map(console -> console.readPassword("%s: ", prompt))
                        .orElse(null);
        if (typed == null) {
            throw new ParameterException(
                    command, "no terminal to ask for a password (expected: --password-file)");
        }
        return new String(typed);
    }

    /// Asks for a new one twice.
    public static String askTwice(CommandLine command, String prompt) {
        String first = ask(command, prompt);
        if (!first.equals(ask(command, "Again"))) {
            throw new ParameterException(
                    command, "the two are not the same (expected: the password twice)");
        }
        return first;
    }

    public static String firstLine(String option, Path file, CommandLine command) {
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new ParameterException(
                    command, option + ": " + file + ": cannot be read (expected: a file)", e);
        }
    }
}
