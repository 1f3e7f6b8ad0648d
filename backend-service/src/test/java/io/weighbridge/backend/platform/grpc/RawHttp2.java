package io.weighbridge.backend.platform.grpc;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/// A client that sends whatever frames it is told to, right or wrong. What the server sends is read
/// and counted all the time.
final class RawHttp2 implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RESET = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GO_AWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    static final int ENHANCE_YOUR_CALM = 11;

    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LITERAL_MAX = 126;

    private final Socket socket;
    private final OutputStream out;
    private final AtomicInteger resets = new AtomicInteger();
    private final AtomicInteger goAway = new AtomicInteger(-1);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private RawHttp2(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
        Thread.ofVirtual().start(this::read);
    }

    /// A connection that has said nothing yet.
    static RawHttp2 silent(int port) throws IOException {
        return new RawHttp2(port);
    }

    /// A connection that speaks HTTP/2.
    static RawHttp2 open(int port) throws IOException {
        RawHttp2 client = new RawHttp2(port);
        client.bytes(PREFACE);
        client.frame(SETTINGS, 0, 0, new byte[0]);
        client.flush();
        return client;
    }

    /// The first bytes of what every client begins with.
    static byte[] preface() {
        return PREFACE.clone();
    }

    private void read() {
        try (DataInputStream in = new DataInputStream(socket.getInputStream())) {
            while (true) {
                int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
                int type = in.readUnsignedByte();
                in.skipNBytes(1 + 4);
                byte[] payload = in.readNBytes(length);
                if (type == RESET) {
                    resets.incrementAndGet();
                } else if (type == GO_AWAY) {
                    goAway.set(ByteBuffer.wrap(payload).getInt(4));
                }
            }
        } catch (IOException e) {
            ended.complete(null);
        }
    }

    void bytes(byte... bytes) throws IOException {
        out.write(bytes);
    }

    void flush() throws IOException {
        out.flush();
    }

    void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(9);
        head.putShort((short) (payload.length >> 8)).put((byte) payload.length);
        head.put((byte) type).put((byte) flags).putInt(stream);
        out.write(head.array());
        out.write(payload);
    }

    void reset(int stream) throws IOException {
        frame(RESET, 0, stream, number(8));
    }

    /// The headers of a gRPC call, none of them compressed.
    static byte[] call(String path) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        literal(block, ":method", "POST");
        literal(block, ":scheme", "http");
        literal(block, ":path", path);
        literal(block, ":authority", "localhost");
        literal(block, "content-type", "application/grpc");
        literal(block, "te", "trailers");
        return block.toByteArray();
    }

    /// One header as HPACK's literal without indexing.
    static void literal(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        text(block, name);
        text(block, value);
    }

    private static void text(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > LITERAL_MAX) {
            throw new IllegalArgumentException("too long: " + text);
        }
        block.write(bytes.length);
        block.writeBytes(bytes);
    }

    static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    /// The code of the server's last GOAWAY, -1 for none.
    int goAway() {
        return goAway.get();
    }

    /// Streams that the server reset.
    int resets() {
        return resets.get();
    }

    /// Whether the server ended the connection.
    boolean isEnded() {
        return ended.isDone();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
