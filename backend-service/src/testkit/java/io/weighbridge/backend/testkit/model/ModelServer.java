package io.weighbridge.backend.testkit.model;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A model server on a free port. Each connection has a thread of its own and may carry several
/// requests, one after the other.
public final class ModelServer implements AutoCloseable {
    private final ServerSocket listening;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<AskedModel> asked = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private volatile Behaviour behaviour;

    /// What the server does with a request.
    @FunctionalInterface
    public interface Behaviour {
        /// Answers it.
        void answer(AskedModel asked, ModelReply reply) throws IOException;
    }

    private ModelServer(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        this.listening = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        var _ = threads.submit(this::accept);
    }

    /// Starts one.
    public static ModelServer start(Behaviour behaviour) {
        try {
            return new ModelServer(behaviour);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Does something else from now on.
    public void behave(Behaviour next) {
        behaviour = next;
    }

    /// Its base URL.
    public String url() {
        return "http://127.0.0.1:" + listening.getLocalPort() + "/v1";
    }

    /// What it was asked so far, in the order of coming.
    public List<AskedModel> asked() {
        return List.copyOf(asked);
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                Socket connection = listening.accept();
                connection.setTcpNoDelay(true);
                connections.add(connection);
                var _ = threads.submit(() -> serve(connection));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            for (AskedModel next = read(in); next != null; next = read(in)) {
                asked.add(next);
                ModelReply reply = new ModelReply(connection, in);
                behaviour.answer(next, reply);
                if (!reply.isWhole()) {
                    return;
                }
            }
        } catch (IOException e) {
            // Who asked is gone.
        }
    }

    private static @org.jspecify.annotations.Nullable AskedModel read(InputStream in)
            throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return null;
        }
        List<String> headers = new ArrayList<>();
        int length = 0;
        boolean isChunked = false;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            headers.add(line);
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
            isChunked |= line.toLowerCase(Locale.ROOT).equals("transfer-encoding: chunked");
        }
        byte[] body = isChunked ? chunks(in) : in.readNBytes(length);
        return new AskedModel(first, headers, new String(body, StandardCharsets.UTF_8));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int length = Integer.parseInt(line(in), 16);
                length > 0;
                length = Integer.parseInt(line(in), 16)) {
            all.writeBytes(in.readNBytes(length));
            var _ = line(in);
        }
        var _ = line(in);
        return all.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
