package io.weighbridge.backend.demo;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The operator console on the demo, in a process of its own: it is opened by the demo only, never
/// by the service.
final class ConsoleWindow implements AutoCloseable {
    /// Names the class path of the console; set by the launcher.
    static final String CLASS_PATH = "weighbridge.console";

    private final @Nullable Process process;
    private final String told;

    private ConsoleWindow(@Nullable Process process, String told) {
        this.process = process;
        this.told = told;
    }

    /// Opens it, or finds out why it cannot be opened.
    ///
    /// @param classPath of the console; null when there is none
    /// @param port that the service listens on
    /// @param passwordFile of the demo's administrator
    /// @param dataDirectory where the window's columns and filters are remembered
    static ConsoleWindow open(
            @Nullable String classPath,
            Map<String, String> environment,
            int port,
            Path passwordFile,
            Path dataDirectory) {
        if (classPath == null) {
            return new ConsoleWindow(null, "");
        }
        if (!hasDisplay(environment)) {
            return new ConsoleWindow(
                    null,
                    "There is no display here, so the console is not opened: the live view is in"
                            + " this terminal.");
        }
        try {
            Process process =
                    new ProcessBuilder(
                                    List.of(
                                            Path.of(System.getProperty("java.home"), "bin", "java")
                                                    .toString(),
                                            "-XX:+UseSerialGC",
                                            "-Xmx384m",
                                            "--enable-native-access=ALL-UNNAMED",
                                            "--sun-misc-unsafe-memory-access=allow",
                                            "-cp",
                                            classPath,
                                            "io.weighbridge.console.Main",
                                            "--address",
                                            "127.0.0.1:" + port,
                                            "--plaintext",
                                            "--environment",
                                            "demo",
                                            "--operator",
                                            DemoLogins.ADMIN,
                                            "--password-file",
                                            passwordFile.toString(),
                                            "--settings",
                                            dataDirectory.resolve("console.json").toString()))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(log(dataDirectory))
                            .start();
            return new ConsoleWindow(
                    process, "The console opens, logged in as " + DemoLogins.ADMIN + '.');
        } catch (IOException e) {
            return new ConsoleWindow(null, "The console could not be opened: " + e.getMessage());
        }
    }

    private static File log(Path dataDirectory) {
        return dataDirectory.resolve("console.log").toFile();
    }

    // Elsewhere than on Unix a program that a person starts has a display.
    private static boolean hasDisplay(Map<String, String> environment) {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return system.contains("win")
                || system.contains("mac")
                || !environment.getOrDefault("DISPLAY", "").isEmpty();
    }

    /// What to tell the person at the terminal; empty for nothing.
    String told() {
        return told;
    }

    /// Shuts the window.
    @Override
    public void close() {
        if (process != null) {
            process.destroy();
        }
    }
}
