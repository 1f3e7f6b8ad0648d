package io.weighbridge.backend.cli.client;

import io.weighbridge.backend.cli.option.PasswordOption;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// With what an operator logs in.
public final class LoginOptions {
    @Mixin private PasswordOption password = new PasswordOption();

    @Option(
            names = "--code",
            paramLabel = "DIGITS",
            description = "The code of the operator's second factor, if there is one.")
    private String code = "";

    /// Logs an operator in; asks for the password when it must.
    ///
    /// @throws io.grpc.StatusRuntimeException when it is refused
    public Identity.Login login(Target target, String name, CommandLine command) {
        String typed = password.get(command, "Password of " + name);
        return Identity.login(target, name, typed, code);
    }
}
