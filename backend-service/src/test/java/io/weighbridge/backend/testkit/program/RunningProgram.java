package io.weighbridge.backend.testkit.program;

import io.weighbridge.backend.testkit.Calls;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.concurrent.TimeUnit;

/// A program that a test has started, and what it wrote. Closing it ends it and all that it
/// started.
public final class RunningProgram implements AutoCloseable {
    private static final long STOP_SECONDS = 5;

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

    /// So many ports that are free now, for a program that cannot choose its own.
    public static List<Integer> freePorts(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        Set<Integer> ports = new HashSet<>();
        try {
            while (ports.size() < count) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                sockets.add(socket);
                ports.add(socket.getLocalPort());
            }
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(ports);
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
