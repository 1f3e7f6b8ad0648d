package io.weighbridge.console.photographs;

import io.weighbridge.console.client.Profile;
import io.weighbridge.console.client.Trust;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The demo in a process of its own, with its traffic.
public final class DemoService implements AutoCloseable {
    private static final Pattern LISTENS = Pattern.compile("listens on (127\\.0\\.0\\.1:\\d+)");

    private final Process process;
    private final String address;
    private final String password;

    private DemoService(Process process, String address, String password) {
        this.process = process;
        this.address = address;
        this.password = password;
    }

    /// Starts it with its data in a directory, and waits until it listens.
    ///
    /// @param speed how many seconds of traffic in a second
    public static DemoService start(Path data, int speed) throws IOException {
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx512m",
                                        "--enable-native-access=ALL-UNNAMED",
                                        "--sun-misc-unsafe-memory-access=allow",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        "io.weighbridge.backend.Main",
                                        "demo",
                                        "--data",
                                        data.toString(),
                                        "--speed",
                                        Integer.toString(speed)))
                        .redirectErrorStream(true)
                        .start();
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder heard = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            heard.append(line).append('\n');
            Matcher listens = LISTENS.matcher(line);
            if (listens.find()) {
                drain(out);
                String password =
                        Files.readString(data.resolve("secrets").resolve("demo-admin.password"));
                return new DemoService(process, listens.group(1), password.strip());
            }
        }
        throw new IOException("the demo did not start:\n" + heard);
    }

    // Its screen is not looked at, but must not fill up.
    private static void drain(BufferedReader out) {
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                var _ = out.transferTo(Writer.nullWriter());
                            } catch (IOException e) {
                                // It ended.
                            }
                        });
    }

    /// How the administrator `demo` reaches it.
    Profile profile() {
        return new Profile(
                "demo", address, new Trust.Plaintext(), "demo", Profile.Environment.DEMO);
    }

    /// Of the administrator `demo`.
    public String password() {
        return password;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
