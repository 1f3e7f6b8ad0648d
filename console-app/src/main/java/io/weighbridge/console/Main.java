package io.weighbridge.console;

import io.weighbridge.console.client.Profile;
import io.weighbridge.console.client.Trust;

import javafx.application.Application;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;

/// `weighbridge console`: opens the window.
@Command(
        name = "weighbridge console",
        mixinStandardHelpOptions = true,
        description = "Opens the operator console.",
        sortOptions = false)
public final class Main implements Callable<Integer> {
    @Option(
            names = "--address",
            paramLabel = "HOST:PORT",
            description = "Which service; without it the window asks.")
    private @Nullable String address;

    @Option(names = "--operator", paramLabel = "NAME", description = "Who logs in.")
    private @Nullable String operator;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Log in at once, with the password in this file.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "PEM certificate that vouches for the service.")
    private @Nullable Path certificate;

    @Option(names = "--plaintext", description = "No TLS: only for a service on this machine.")
    private boolean plaintext;

    @Option(
            names = "--environment",
            paramLabel = "KIND",
            description = "demo, test or production: its colour in the window.",
            defaultValue = "production")
    private String environment = "production";

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = "Where the console remembers connections, columns and filters.")
    private @Nullable Path settings;

    public static void main(String[] arguments) {
        int status = new CommandLine(new Main()).execute(arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    // It says at each start that it would rather be a module; on the class path it works the same.
    private static final Logger TOOLKIT = Logger.getLogger("javafx");

    @Override
    public Integer call() {
        TOOLKIT.setLevel(Level.SEVERE);
        ConsoleApplication.options = options();
        Application.launch(ConsoleApplication.class);
        return 0;
    }

    private ConsoleOptions options() {
        Profile profile = null;
        if (address != null) {
            Trust trust =
                    plaintext
                            ? new Trust.Plaintext()
                            : certificate == null
                                    ? new Trust.Authorities()
                                    : new Trust.Certificate(certificate);
            Profile.Environment kind;
            try {
                kind = Profile.Environment.valueOf(environment.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new CommandLine.ParameterException(
                        new CommandLine(this),
                        "--environment: " + environment + " (expected: demo, test or production)");
            }
            profile = new Profile(address, address, trust, operator == null ? "" : operator, kind);
        }
        return new ConsoleOptions(
                profile, passwordFile, settings == null ? settingsFile() : settings);
    }

    // Where each system keeps such files.
    private static Path settingsFile() {
        Map<String, String> environment = System.getenv();
        Path home = Path.of(System.getProperty("user.home"));
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        Path directory;
        if (system.contains("win")) {
            directory =
                    environment.containsKey("APPDATA")
                            ? Path.of(environment.get("APPDATA"))
                            : home.resolve("AppData/Roaming");
        } else if (system.contains("mac")) {
            directory = home.resolve("Library/Application Support");
        } else {
            directory =
                    environment.containsKey("XDG_CONFIG_HOME")
                            ? Path.of(environment.get("XDG_CONFIG_HOME"))
                            : home.resolve(".config");
        }
        return directory.resolve("weighbridge").resolve("console.json");
    }
}
