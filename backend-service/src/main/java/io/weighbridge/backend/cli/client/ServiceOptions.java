package io.weighbridge.backend.cli.client;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// The running service that a command asks, and who asks it.
public final class ServiceOptions {
    @Mixin private AddressOption address = new AddressOption();

    @Mixin private IdentityOptions identities = new IdentityOptions();

    /// @throws picocli.CommandLine.ParameterException when the options name none
    public Target target(CommandLine command) {
        return address.checked(command);
    }

    /// Whoever the options say; nobody when they say nothing.
    ///
    /// @throws io.grpc.StatusRuntimeException when a login is refused
    public Identity identity(Target target, CommandLine command) {
        return identities.of(target, command);
    }
}
