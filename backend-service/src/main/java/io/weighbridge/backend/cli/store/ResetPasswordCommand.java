package io.weighbridge.backend.cli.store;

import io.weighbridge.backend.SqlOffline;
import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.backend.cli.option.NewPasswordOptions;
import io.weighbridge.backend.cli.option.StoreOptions;
import io.weighbridge.backend.operators.Operators;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.util.Objects;

/// Lets an administrator in again who lost everything.
@Command(
        name = "reset-password",
        description = {
            "Give an operator another password, for who has the data but no administrator to ask.",
            "The service must not be running on the same data. The audit log has it as done"
                    + " locally."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  weighbridge reset-password --data data --name anna",
            "  weighbridge reset-password --data data --name anna --generate --remove-totp",
            "  weighbridge reset-password --config weighbridge.toml --name anna",
            "",
            "A password has 12 to 200 characters. One that is made must be changed at the next"
                    + " login."
        })
public final class ResetPasswordCommand extends AnyCommand {
    @Mixin private StoreOptions store = new StoreOptions();

    @Option(
            names = {"-n", "--name"},
            required = true,
            paramLabel = "NAME",
            description = "What the operator logs in as.")
    private @Nullable String name;

    @Mixin private NewPasswordOptions password = new NewPasswordOptions();

    @Option(names = "--remove-totp", description = "Take the second factor away too.")
    private boolean removeTotp;

    @Override
    public Integer call() {
        CommandLine command = commandLine();
        String operator = Objects.requireNonNull(name);
        String chosen = password.chosen(command, "New password of " + operator);
        Operators.Made made =
                SqlOffline.resetPassword(
                        store.directory(command),
                        store.address(command),
                        operator,
                        chosen,
                        removeTotp);
        PrintWriter out = command.getOut();
        out.println("Reset the password of " + made.operator().name() + '.');
        password.show(out, made.password());
        if (made.operator().disabled()) {
            out.println("The operator is disabled, and stays so.");
        }
        out.flush();
        return ExitCode.OK;
    }
}
