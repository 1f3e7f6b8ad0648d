package io.weighbridge.backend.cli.store;

import io.weighbridge.backend.SqlOffline;
import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.backend.cli.option.NewPasswordOptions;
import io.weighbridge.backend.cli.option.StoreOptions;
import io.weighbridge.backend.operators.Operators;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.util.Objects;

/// Makes the first administrator.
@Command(
        name = "bootstrap",
        description = {
            "Make the first administrator, who can log in and make all others.",
            "The service must not be running on the same data. Refused when there is an"
                    + " administrator."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  weighbridge bootstrap --data data --name anna",
            "  weighbridge bootstrap --data data --name anna --generate",
            "  weighbridge bootstrap --config weighbridge.toml --name anna",
            "",
            "A password has 12 to 200 characters."
        })
public final class BootstrapCommand extends AnyCommand {
    @Mixin private StoreOptions store = new StoreOptions();

    @Option(
            names = {"-n", "--name"},
            required = true,
            paramLabel = "NAME",
            description = "What the administrator logs in as: small letters, digits, '.-_@'.")
    private @Nullable String name;

    @Mixin private NewPasswordOptions password = new NewPasswordOptions();

    @Override
    public Integer call() {
        String chosen = password.chosen(commandLine(), "Password of " + name);
        Operators.Made made =
                SqlOffline.bootstrap(
                        store.directory(commandLine()),
                        store.address(commandLine()),
                        Objects.requireNonNull(name),
                        chosen);
        PrintWriter out = out();
        out.println("Made the administrator " + made.operator().name() + '.');
        password.show(out, made.password());
        out.flush();
        return ExitCode.OK;
    }
}
