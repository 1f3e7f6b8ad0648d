package io.weighbridge.backend.cli;

import io.weighbridge.backend.platform.text.Nearest;

import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Says in a line what was typed wrongly, and in another what was probably meant.
final class TypingErrors implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            String typed = unmatched.getUnmatched().getFirst();
            boolean option = typed.startsWith("-");
            boolean subcommand = !option && !command.getSubcommands().isEmpty();
            err.println(
                    "error: "
                            + (option ? "option" : subcommand ? "command" : "argument")
                            + ": "
                            + typed
                            + " (expected: "
                            + (option
                                    ? "an option of " + name
                                    : subcommand ? "a command of " + name : "none more")
                            + ")");
            meant(typed, option, command)
                    .ifPresent(known -> err.println("Did you mean: " + known + "?"));
        } else {
            String text = String.valueOf(wrong.getMessage());
            err.println("error: " + text.lines().findFirst().orElse(text));
        }
        err.println("See: " + name + " --help");
        err.flush();
        return ExitCode.USAGE;
    }

    private static Optional<String> meant(String typed, boolean option, CommandLine command) {
        if (!option) {
            return Nearest.to(typed, command.getSubcommands().keySet());
        }
        Collection<String> known = new ArrayList<>();
        command.getCommandSpec().options().forEach(each -> known.addAll(List.of(each.names())));
        known.removeIf(each -> !each.startsWith("--"));
        int value = typed.indexOf('=');
        return Nearest.to(value < 0 ? typed : typed.substring(0, value), known);
    }
}
