package io.weighbridge.backend.cli.client;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.nio.file.Path;

/// Who a command calls as.
public final class IdentityOptions {
    public static final String VARIABLE = "WEIGHBRIDGE_TOKEN_FILE";

    @Option(
            names = {"-o", "--operator"},
            paramLabel = "NAME",
            description = "Call as this operator: logs in first, and out again.")
    private @Nullable String operator;

    @Mixin private LoginOptions login = new LoginOptions();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "Call with the token in this file. Default: the environment's "
                            + VARIABLE
                            + ".")
    private @Nullable Path tokenFile;

    /// Whoever the options say; nobody when they say nothing.
    ///
    /// @throws io.grpc.StatusRuntimeException when a login is refused
    public Identity of(Target target, CommandLine command) {
        String name = operator;
        if (name != null && tokenFile != null) {
            throw new ParameterException(
                    command, "--operator and --token-file: both (expected: one of them)");
        }
        if (name != null) {
            return login.login(target, name, command).once();
        }
        Path file = file();
        return file == null ? Identity.nobody(target) : Identity.ofFile(target, file, command);
    }

    private @Nullable Path file() {
        return tokenFile != null ? tokenFile : fileOfTheEnvironment();
    }

    /// The file that the environment names, or null.
    public static @Nullable Path fileOfTheEnvironment() {
        String variable = System.getenv(VARIABLE);
        return variable == null || variable.isEmpty() ? null : Path.of(variable);
    }
}
