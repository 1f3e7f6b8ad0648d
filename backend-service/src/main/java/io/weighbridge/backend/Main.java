package io.weighbridge.backend;

import io.weighbridge.backend.cli.Commands;
import io.weighbridge.backend.platform.sql.CarrierThreads;

/// Where the program starts: `weighbridge COMMAND`, see [Commands].
public final class Main {
    private Main() {}

    /// Runs one command; the process ends with its exit status.
    public static void main(String[] args) {
        CarrierThreads.makeRoom();
        System.exit(Commands.commandLine().execute(args));
    }
}
