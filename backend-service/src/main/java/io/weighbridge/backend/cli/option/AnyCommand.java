package io.weighbridge.backend.cli.option;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.concurrent.Callable;

/// What all commands have: help and version, the headings of their help, and where they print.
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n")
public abstract class AnyCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    protected final CommandLine commandLine() {
        return spec.commandLine();
    }

    protected final PrintWriter out() {
        return commandLine().getOut();
    }

    /// Prints a line of what was asked for.
    protected final void print(String line) {
        out().println(line);
        out().flush();
    }

    /// Prints a line on the error output.
    protected final void warn(String line) {
        PrintWriter err = commandLine().getErr();
        err.println(line);
        err.flush();
    }

    /// What was typed wrongly.
    protected final ParameterException mistyped(String text) {
        return new ParameterException(commandLine(), text);
    }
}
