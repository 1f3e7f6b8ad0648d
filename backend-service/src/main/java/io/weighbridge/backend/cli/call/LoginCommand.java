package io.weighbridge.backend.cli.call;

import io.grpc.StatusRuntimeException;
import io.weighbridge.backend.cli.client.AddressOption;
import io.weighbridge.backend.cli.client.Identity;
import io.weighbridge.backend.cli.client.IdentityOptions;
import io.weighbridge.backend.cli.client.LoginOptions;
import io.weighbridge.backend.cli.client.Target;
import io.weighbridge.backend.cli.option.AnyCommand;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;

/// Starts a session for the commands that follow.
@Command(
        name = "login",
        description = "Log in to a running service, for the `call` commands that follow.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  weighbridge login --operator anna --token-file anna.token",
            "  weighbridge login --oidc --token-file anna.token",
            "  weighbridge call Accounts/ListAccounts --token-file anna.token",
            "  weighbridge call Operators/Logout --token-file anna.token",
            "",
            "The file is for its owner only: who has it, is the operator until the session ends."
        })
public final class LoginCommand extends AnyCommand {
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

    @Mixin private LoginOptions login = new LoginOptions();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "Where the session's tokens are kept, over those of an earlier one. Default:"
                            + " the environment's "
                            + IdentityOptions.VARIABLE
                            + ".")
    private @Nullable Path tokenFile;

    private String login(Target checked) throws InterruptedException {
        CommandLine command = commandLine();
        String name = operator;
        if (oidc == (name != null)) {
            throw mistyped("--operator or --oidc (expected: one of them)");
        }
        Path file = tokenFile != null ? tokenFile : IdentityOptions.fileOfTheEnvironment();
        if (file == null) {
            throw mistyped("--token-file is missing");
        }
        Identity.requireReplaceable(file, command);
        if (name == null) {
            return new BrowserLogin(checked, command, !noBrowser).login().keptIn(file);
        }
        return login.login(checked, name, command).keptIn(file);
    }

    @Override
    public Integer call() throws InterruptedException {
        Target checked = address.checked(commandLine());
        try {
            print(login(checked));
            return ExitCode.OK;
        } catch (StatusRuntimeException e) {
            return Identity.failed(checked, commandLine(), e);
        }
    }
}
