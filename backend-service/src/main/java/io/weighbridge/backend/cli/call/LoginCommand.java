package io.weighbridge.backend.cli.call;

import io.grpc.StatusRuntimeException;
import io.weighbridge.backend.cli.client.AddressOption;
import io.weighbridge.backend.cli.client.Identity;
import io.weighbridge.backend.cli.client.IdentityOptions;
import io.weighbridge.backend.cli.client.Target;
import io.weighbridge.backend.cli.option.PasswordOption;
import io.weighbridge.backend.cli.option.Version;

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
            "  weighbridge login --oidc --token-file anna.token",
            "  weighbridge call Accounts/ListAccounts --token-file anna.token",
            "  weighbridge call Operators/Logout --token-file anna.token",
            "",
            "The file is for its owner only: who has it, is the operator until the session ends."
        })
public final class LoginCommand implements Callable<Integer> {
    @Mixin private AddressOption address = new AddressOption();

    @Option(
            names = {"-o", "--operator"},
            paramLabel = "NAME",
            description = "Who logs in, by password.")
    private @Nullable String operator;

    @Option(
            names = "--oidc",
            description =
                    "Log in through the service's OpenID provider, in a browser on this machine.")
    private boolean oidc;

    @Option(
            names = "--no-browser",
            description = "With --oidc: only print where to log in, and open no browser.")
    private boolean noBrowser;

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
                    "Where the session's tokens are kept, over those of an earlier one. Default:"
                            + " the environment's "
                            + IdentityOptions.VARIABLE
                            + ".")
    private @Nullable Path tokenFile;

    @Spec private CommandSpec spec = CommandSpec.create();

    private String login(Target checked) throws InterruptedException {
        CommandLine command = spec.commandLine();
        String name = operator;
        if (oidc == (name != null)) {
            throw new ParameterException(command, "--operator or --oidc (expected: one of them)");
        }
        Path file = tokenFile != null ? tokenFile : IdentityOptions.fileOfTheEnvironment();
        if (file == null) {
            throw new ParameterException(command, "--token-file is missing");
        }
        Identity.requireReplaceable(file, command);
        if (name == null) {
            return new BrowserLogin(checked, command, !noBrowser).login().keptIn(file);
        }
        String typed = password.get(command, "Password of " + name);
        return Identity.login(checked, name, typed, code).keptIn(file);
    }

    @Override
    public Integer call() throws InterruptedException {
        Target checked = address.checked(spec.commandLine());
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
