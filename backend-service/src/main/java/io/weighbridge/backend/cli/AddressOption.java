package io.weighbridge.backend.cli;

import io.weighbridge.backend.Config;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// Where a running service is.
final class AddressOption {
    private static final int PORT_MAX = 65_535;

    @Option(
            names = {"-a", "--address"},
            paramLabel = "HOST:PORT",
            description = "Where the service listens. Default: ${DEFAULT-VALUE}")
    private String address = "127.0.0.1:" + Config.PORT_DEFAULT;

    /// @throws ParameterException when it is none
    String checked(CommandLine command) {
        int colon = address.lastIndexOf(':');
        String port = address.substring(colon + 1);
        if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > PORT_MAX) {
            throw new ParameterException(
                    command, "--address: " + address + " (expected: HOST:PORT)");
        }
        return address;
    }
}
