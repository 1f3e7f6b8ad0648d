package io.weighbridge.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Redis of its own that forces every write to the disk, if the machine has one installed.
final class Redis implements AutoCloseable {
    private static final Pattern RATE = Pattern.compile("([0-9.]+) requests per second");

    private final Process server;
    private final int port;

    private Redis(Process server, int port) {
        this.server = server;
        this.port = port;
    }

    static boolean isInstalled() {
        try {
            return new ProcessBuilder("redis-benchmark", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static Redis start(Path under) throws IOException {
        Path directory = Files.createTempDirectory(under, "redis");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process server =
                new ProcessBuilder(
                                "redis-server",
                                "--port",
                                Integer.toString(port),
                                "--dir",
                                directory.toString(),
                                "--save",
                                "",
                                "--appendonly",
                                "yes",
                                "--appendfsync",
                                "always")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        while (!accepts(port) && server.isAlive()) {
            Thread.onSpinWait();
        }
        return new Redis(server, port);
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false; // Not yet.
        }
    }

    /// `INCR`s a second, of 50 clients that each wait for their answer.
    double incrementsPerSecond(int increments) throws IOException {
        Process client =
                new ProcessBuilder(
                                "redis-benchmark",
                                "-p",
                                Integer.toString(port),
                                "-t",
                                "incr",
                                "-c",
                                "50",
                                "-n",
                                Integer.toString(increments),
                                "-q")
                        .redirectErrorStream(true)
                        .start();
        String out = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        Matcher rate = RATE.matcher(out);
        double last = 0;
        while (rate.find()) {
            last = Double.parseDouble(rate.group(1));
        }
        return last;
    }

    @Override
    public void close() {
        server.destroy();
    }
}
