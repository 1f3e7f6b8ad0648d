package io.weighbridge.backend.cli.call;

import io.grpc.StatusRuntimeException;
import io.weighbridge.backend.cli.client.AddressOption;
import io.weighbridge.backend.cli.client.Identity;
import io.weighbridge.backend.cli.client.IdentityOptions;
import io.weighbridge.backend.cli.client.Target;
import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.backend.cli.option.PasswordOption;
import io.weighbridge.proto.v1.Operator;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;

/// Changes an operator's own password.
@Command(
        name = "password",
        description = {
            "Change your password; who was given one must, before anything else.",
            "Your other sessions end with it."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  weighbridge password --token-file anna.token",
            "  weighbridge password --operator anna",
            "",
            "With a token file the session in it goes on; with --operator it logs in, and out"
                    + " again.",
            "A password has 12 to 200 characters."
        })
public final class PasswordCommand extends AnyCommand {
    @Mixin private AddressOption address = new AddressOption();

    @Option(
            names = {"-o", "--operator"},
            paramLabel = "NAME",
            description = "Whose password; logs in first, and out again.")
    private @Nullable String operator;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "Whose session is in this file. Default: the environment's "
                            + IdentityOptions.VARIABLE
                            + ".")
    private @Nullable Path tokenFile;

    @Mixin private PasswordOption password = new PasswordOption();

    @Option(
            names = "--code",
            paramLabel = "DIGITS",
            description = "With --operator: the code of the second factor, if there is one.")
    private String code = "";

    @Option(
            names = "--new-password-file",
            paramLabel = "FILE",
            description = "The new password is this file's first line. Else it is asked for.")
    private @Nullable Path newPasswordFile;

    @Override
    public Integer call() {
        CommandLine command = commandLine();
        Target checked = address.checked(command);
        String name = operator;
        Path file = tokenFile != null ? tokenFile : IdentityOptions.fileOfTheEnvironment();
        boolean both = name != null && tokenFile != null;
        boolean neither = name == null && file == null;
        if (both || neither) {
            throw mistyped("--operator or --token-file (expected: one of them)");
        }
        String old = password.get(command, "Present password");
        Path from = newPasswordFile;
        String next =
                from == null
                        ? PasswordOption.askTwice(command, "New password")
                        : PasswordOption.firstLine("--new-password-file", from, command);
        try (Identity identity = identity(checked, file, old, command)) {
            Operator changed = identity.changePassword(old, next);
            print("Changed the password of " + changed.getName() + '.');
            return ExitCode.OK;
        } catch (StatusRuntimeException e) {
            return Identity.failed(checked, commandLine(), e);
        }
    }

    private Identity identity(Target target, @Nullable Path file, String old, CommandLine command) {
        String name = operator;
        if (name != null) {
            return Identity.login(target, name, old, code).once();
        }
        if (file == null) {
            throw new IllegalStateException("checked before");
        }
        return Identity.ofFile(target, file, command);
    }
}
