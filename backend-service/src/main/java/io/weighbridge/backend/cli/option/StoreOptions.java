package io.weighbridge.backend.cli.option;

import io.weighbridge.backend.Config;
import io.weighbridge.backend.ConfigReader;
import io.weighbridge.backend.StorePassword;
import io.weighbridge.backend.platform.sql.StoreAddress;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.nio.file.Path;
import java.util.List;

/// Where the data is: a data directory, a PostgreSQL database, or settings that say so.
public final class StoreOptions {
    @Option(
            names = {"-d", "--data"},
            paramLabel = "DIR",
            description = "The data directory of the service.")
    private @Nullable Path data;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "Settings that name the data directory and the store. Default: "
                            + ConfigReader.NAME_DEFAULT)
    private @Nullable Path config;

    @Option(
            names = "--store",
            paramLabel = "URL",
            description =
                    "The store is this database: postgresql://USER@HOST:PORT/DATABASE. The password"
                            + " is in the environment's "
                            + StorePassword.VARIABLE
                            + ", or in a file.")
    private @Nullable String url;

    @Mixin private StorePasswordOption password = new StorePasswordOption();

    /// Where the store is.
    public StoreAddress address(CommandLine command) {
        check(command);
        if (url != null) {
            return password.address("--store", url);
        }
        return data != null ? new StoreAddress.Embedded(data) : settings().store();
    }

    /// The data directory, where the secrets are in any case.
    public Path directory(CommandLine command) {
        check(command);
        if (data != null) {
            return data;
        }
        if (url != null) {
            throw new ParameterException(
                    command, "--data is missing (expected: the data directory, for the secrets)");
        }
        return settings().dataDirectory();
    }

    private void check(CommandLine command) {
        if (config != null && (data != null || url != null)) {
            throw new ParameterException(
                    command, "--config and --data or --store (expected: one or the other)");
        }
        if (password.isGiven() && url == null) {
            throw new ParameterException(command, "--store-password-file without --store");
        }
    }

    private Config settings() {
        return ConfigReader.read(config, System.getenv(), List.of()).config();
    }
}
