package io.weighbridge.backend.testkit.program;

import io.weighbridge.backend.testkit.Calls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// A program that a test has started, and what it wrote. Closing it ends it and all that it
/// started.
public final class RunningProgram implements AutoCloseable {
    private static final long STOP_SECONDS = 5;
    private static final int LOWEST_PORT = 20_000;
    private static final int HIGHEST_PORT = 30_000;

    private final Process process;
    private final String name;
    private final Path output;

    private RunningProgram(Process process, String name, Path output) {
        this.process = process;
        this.name = name;
        this.output = output;
    }

    /// Starts one.
    ///
    /// @param folder that it runs in and that its output goes to
    public static RunningProgram start(
            List<String> command, Path folder, Map<String, String> environment) {
        String name = String.valueOf(Path.of(command.getFirst()).getFileName());
        Path output = folder.resolve(name + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        try {
            return new RunningProgram(builder.start(), name, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until it takes connections.
    public RunningProgram awaitPort(int port) {
        Calls.await(
                name + " listens on " + port + "; it wrote:\n" + output(),
                () -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException(name + " ended:\n" + output());
                    }
                    return takesConnections(port);
                });
        return this;
    }

    private static boolean takesConnections(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// So many ports that are free now, for a program that cannot choose its own: below those that
    /// systems give to whoever asks for any, so that nobody gets one of them before the program.
    public static List<Integer> freePorts(int count) {
        Set<Integer> ports = new HashSet<>();
        while (ports.size() < count) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
            if (isFree(port)) {
                ports.add(port);
            }
        }
        return List.copyOf(ports);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (BindException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All that it wrote so far.
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The process, to send it signals.
    public Process process() {
        return process;
    }

    /// Waits until it has ended by itself.
    ///
    /// @return its exit status
    public int awaitEnd() {
        Calls.await(name + " ended", () -> !process.isAlive());
        return process.exitValue();
    }

    @Override
    public void close() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
