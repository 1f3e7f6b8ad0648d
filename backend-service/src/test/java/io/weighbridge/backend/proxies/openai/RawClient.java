package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.proxies.contract.Chats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/// A client of the gateway that sends and takes what it likes, when it likes.
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MS = 20_000;

    private final Socket socket = new Socket();

    RawClient(GatewayBench bench) {
        try {
            socket.setReceiveBufferSize(4_096);
            socket.setSoTimeout(PATIENCE_MS);
            socket.connect(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(),
                            bench.test.backend().gatewayPort().orElseThrow()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends the head of a chat's request.
    RawClient head(String key, int length, String... headers) {
        StringBuilder head = new StringBuilder("POST /v1/chat/completions HTTP/1.1\r\n");
        head.append("Host: localhost\r\nAuthorization: Bearer ").append(key).append("\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return send(head.append("Content-Length: ").append(length).append("\r\n\r\n").toString());
    }

    /// Sends a whole chat's request.
    RawClient chat(GatewayBench bench, String fields, String... headers) {
        String body = Chats.body(fields);
        return head(bench.key, body.length(), headers).send(body);
    }

    RawClient send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /// Whether the other side still takes something.
    boolean takes(String text) {
        try {
            send(text);
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /// The first line of the answer, without its end.
    String line() {
        StringBuilder line = new StringBuilder();
        for (int b = read(); b >= 0 && b != '\n'; b = read()) {
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    /// Reads on until the other side closes; fails when it does not.
    String rest() {
        StringBuilder rest = new StringBuilder();
        for (int b = read(); b >= 0; b = read()) {
            rest.append((char) b);
        }
        return rest.toString();
    }

    private int read() {
        try {
            return socket.getInputStream().read();
        } catch (SocketException e) {
            return -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
