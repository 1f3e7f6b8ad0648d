package io.weighbridge.backend.cli.store;

import io.weighbridge.backend.SqlOffline;
import io.weighbridge.backend.cli.option.PasswordOption;
import io.weighbridge.backend.cli.option.StoreOptions;
import io.weighbridge.backend.cli.option.Version;
import io.weighbridge.backend.operators.Operators;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;

/// Makes the first administrator.
@Command(
        name = "bootstrap",
        description = {
            "Make the first administrator, who can log in and make all others.",
            "The service must not be running on the same data. Refused when there is an"
                    + " administrator."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  weighbridge bootstrap --data data --name anna",
            "  weighbridge bootstrap --data data --name anna --generate",
            "  weighbridge bootstrap --config weighbridge.toml --name anna",
            "",
            "A password has 12 to 200 characters."
        })
public final class BootstrapCommand implements Callable<Integer> {
    @Mixin private StoreOptions store = new StoreOptions();

    @Option(
            names = {"-n", "--name"},
            required = true,
            paramLabel = "NAME",
            description = "What the administrator logs in as: small letters, digits, '.-_@'.")
    private @Nullable String name;

    @Option(names = "--generate", description = "Make a password and show it, once.")
    private boolean generate;

    @Mixin private PasswordOption password = new PasswordOption();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        String chosen = generate ? null : chosen();
        Operators.Made made =
                SqlOffline.bootstrap(
                        store.directory(spec.commandLine()),
                        store.address(spec.commandLine()),
                        Objects.requireNonNull(name),
                        chosen);
        PrintWriter out = spec.commandLine().getOut();
        out.println("Made the administrator " + made.operator().name() + '.');
        if (chosen == null) {
            out.println("Password, shown this once: " + made.password());
        }
        out.flush();
        return ExitCode.OK;
    }

    private String chosen() {
        return password.given(spec.commandLine())
                .orElseGet(
                        () -> PasswordOption.askTwice(spec.commandLine(), "Password of " + name));
    }
}
