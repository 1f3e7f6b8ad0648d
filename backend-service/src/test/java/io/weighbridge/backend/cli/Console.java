package io.weighbridge.backend.cli;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;

/// Runs a command in this process and keeps what it printed.
record Console(int status, String out, String err) {
    static Console run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine all =
                Commands.commandLine()
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .setColorScheme(
                                CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        int status = all.execute(args);
        return new Console(status, out.toString(), err.toString());
    }
}
