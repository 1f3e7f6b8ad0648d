package io.weighbridge.backend.cli.option;

import io.weighbridge.backend.StorePassword;
import io.weighbridge.backend.platform.sql.PostgresAddress;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/// Where the password of a PostgreSQL database's user comes from: a file or the environment.
public final class StorePasswordOption {
    @Option(
            names = "--store-password-file",
            paramLabel = "FILE",
            description = "The password of the database's user is this file's first line.")
    private @Nullable Path file;

    boolean isGiven() {
        return file != null;
    }

    /// The database that an option names, with the password.
    ///
    /// @param option its name
    /// @throws io.weighbridge.backend.platform.fault.Fault INVALID_FIELD when it is none
    public PostgresAddress address(String option, String url) {
        return PostgresAddress.parse(
                option, url, StorePassword.find(System.getenv(StorePassword.VARIABLE), file));
    }
}
