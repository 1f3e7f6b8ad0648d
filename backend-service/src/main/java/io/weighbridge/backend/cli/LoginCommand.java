package io.weighbridge.backend.cli;

import io.grpc.StatusRuntimeException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/// Starts a session for the commands that follow.
@Command(
        name = "login",
        description = "Log in to a running service, for the `call` commands that follow.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  weighbridge login --operator anna --token-file anna.token",
            "  weighbridge call Accounts/ListAccounts --token-file anna.token",
            "  weighbridge call Operators/Logout --token-file anna.token",
            "",
            "The file is for its owner only: who has it, is the operator until the session ends."
        })
final class LoginCommand implements Callable<Integer> {
    @Mixin private AddressOption address = new AddressOption();

    @Option(
            names = {"-o", "--operator"},
            required = true,
            paramLabel = "NAME",
            description = "Who logs in.")
    private String operator = "";

    @Mixin private PasswordOption password = new PasswordOption();

    @Option(
            names = "--code",
            paramLabel = "DIGITS",
            description = "The code of the operator's second factor, if there is one.")
    private String code = "";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "Where the session's tokens are kept, over those of an earlier one. Default: the"
                            + " environment's "
                            + IdentityOptions.VARIABLE
                            + ".")
    private @Nullable Path tokenFile;

    @Spec private CommandSpec spec = CommandSpec.create();

    private String login(String checked) {
        CommandLine command = spec.commandLine();
        Path file = tokenFile != null ? tokenFile : IdentityOptions.fileOfTheEnvironment();
        if (file == null) {
            throw new ParameterException(command, "--token-file is missing");
        }
        Identity.requireReplaceable(file, command);
        String typed = password.get(command, "Password of " + operator);
        return Identity.login(checked, operator, typed, code).keptIn(file);
    }

    @Override
    public Integer call() {
        String checked = address.checked(spec.commandLine());
        try {
            PrintWriter out = spec.commandLine().getOut();
            out.println(login(checked));
            out.flush();
            return ExitCode.OK;
        } catch (StatusRuntimeException e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("error: " + Identity.explain(checked, e));
            err.flush();
            return ExitCode.SOFTWARE;
        }
    }
}
