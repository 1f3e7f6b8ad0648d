package io.weighbridge.benchmarks.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A [ModelMain].
final class ModelProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    ModelProcess() throws IOException {
        process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ModelMain.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        BufferedReader out = process.inputReader(StandardCharsets.US_ASCII);
        port = Integer.parseInt(out.readLine());
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
