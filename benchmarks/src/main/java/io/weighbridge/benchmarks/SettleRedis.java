package io.weighbridge.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/// Redis on this machine: INCR of one of many keys, each answered after the append-only file was
/// forced. It neither guards nor records anything.
final class SettleRedis implements SettleStore {
    private static final int SECONDS = 4;
    private static final int TRIES = 100;
    private static final int KEYS = 10_000;

    private final Process server;
    private final Path directory;
    private final List<Session> sessions = new ArrayList<>();

    private SettleRedis(Path binary, int connections) throws IOException, InterruptedException {
        directory = Files.createTempDirectory("weighbridge-benchmark-redis");
        int port = freePort();
        server =
                new ProcessBuilder(
                                binary.toString(),
                                "--port",
                                Integer.toString(port),
                                "--bind",
                                "127.0.0.1",
                                "--dir",
                                directory.toString(),
                                "--save",
                                "",
                                "--appendonly",
                                "yes",
                                "--appendfsync",
                                "always")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        for (int i = 0; i < connections; i++) {
            sessions.add(new Session(connected(port)));
        }
    }

    /// Starts it, or answers null when this machine has none.
    static @Nullable SettleRedis startIfInstalled(int connections)
            throws IOException, InterruptedException {
        String path = System.getenv("PATH");
        for (String folder : (path == null ? "" : path).split(File.pathSeparator)) {
            Path binary = Path.of(folder, "redis-server");
            if (Files.isExecutable(binary)) {
                return new SettleRedis(binary, connections);
            }
        }
        return null;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Socket connected(int port) throws IOException, InterruptedException {
        for (int i = 1; ; i++) {
            try {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setTcpNoDelay(true);
                return socket;
            } catch (IOException e) {
                if (i == TRIES || !server.isAlive()) {
                    throw e;
                }
                Thread.sleep(20);
            }
        }
    }

    private static final class Session implements ClosedLoop.Caller {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        Session(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        }

        @Override
        public void once() throws IOException {
            int key = ThreadLocalRandom.current().nextInt(KEYS);
            out.write(("INCR account:" + key + "\r\n").getBytes(US_ASCII));
            int first = in.read();
            if (first != ':') {
                throw new IOException("Redis answered '" + (char) first + "' (expected: ':')");
            }
            while (in.read() != '\n') {
                // The number is of no interest.
            }
        }
    }

    @Override
    public String name() {
        return "Redis INCR, appendfsync always, " + sessions.size() + " connections";
    }

    @Override
    public SettleRound round() throws Exception {
        return ClosedLoop.run(sessions, SECONDS);
    }

    @Override
    public void close() throws IOException {
        for (Session session : sessions) {
            session.socket.close();
        }
        server.destroy();
        server.onExit().join();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
