package io.weighbridge.backend.cli;

import io.grpc.StatusRuntimeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
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

    @Mixin private IdentityOptions identities = new IdentityOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Target checked = address.checked(spec.commandLine());
        try {
            PrintWriter out = spec.commandLine().getOut();
            out.println(identities.keep(checked, spec.commandLine()));
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
