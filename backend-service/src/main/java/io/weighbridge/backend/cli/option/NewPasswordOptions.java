package io.weighbridge.backend.cli.option;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.PrintWriter;

/// The password that an operator gets: one that is given, typed twice, or made and shown.
public final class NewPasswordOptions {
    @Option(names = "--generate", description = "Make a password and show it, once.")
    private boolean generate;

    @Mixin private PasswordOption password = new PasswordOption();

    /// The password; null when one is to be made.
    public @Nullable String chosen(CommandLine command, String prompt) {
        return generate
                ? null
                : password.given(command).orElseGet(() -> PasswordOption.askTwice(command, prompt));
    }

    /// Shows the one that was made, if one was.
    public void show(PrintWriter out, String made) {
        if (generate) {
            out.println("Password, shown this once: " + made);
        }
    }
}
