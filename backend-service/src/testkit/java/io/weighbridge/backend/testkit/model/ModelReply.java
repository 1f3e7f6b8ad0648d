package io.weighbridge.backend.testkit.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// The answer of a model server.
public final class ModelReply {
    private final Socket connection;
    private final InputStream in;
    private final OutputStream out;
    private boolean whole;

    ModelReply(Socket connection, InputStream in) throws IOException {
        this.connection = connection;
        this.in = in;
        this.out = connection.getOutputStream();
    }

    boolean isWhole() {
        return whole;
    }

    /// A whole answer in JSON.
    public void json(int status, String body, String... headers) throws IOException {
        whole(status, "application/json", body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /// A whole answer of any type.
    public void whole(int status, String type, byte[] body, String... headers) throws IOException {
        bytes(head(status, type, headers) + "content-length: " + body.length + "\r\n\r\n");
        bytes(body);
        whole = true;
    }

    /// Begins an answer of any type, in parts.
    public void begin(String type) throws IOException {
        bytes(head(200, type) + "transfer-encoding: chunked\r\n\r\n");
    }

    /// Begins an answer in JSON that is longer than what comes.
    public void partOfJson(String part) throws IOException {
        bytes(head(200, "application/json") + "content-length: 100000\r\n\r\n" + part);
    }

    /// Begins an event stream.
    public void stream(String... headers) throws IOException {
        bytes(
                head(200, "text/event-stream; charset=utf-8", headers)
                        + "transfer-encoding: chunked\r\n\r\n");
    }

    /// A part of a stream, of any bytes.
    public void part(byte[] part) throws IOException {
        bytes(Integer.toHexString(part.length) + "\r\n");
        bytes(part);
        bytes("\r\n");
    }

    /// A part of a stream.
    public void part(String part) throws IOException {
        part(part.getBytes(StandardCharsets.UTF_8));
    }

    /// One event with this data.
    public void event(String data) throws IOException {
        part("data: " + data + "\n\n");
    }

    /// Ends a stream in order.
    public void end() throws IOException {
        bytes("0\r\n\r\n");
        whole = true;
    }

    /// Breaks the connection off, with a reset.
    public void die() throws IOException {
        connection.setSoLinger(true, 0);
        connection.close();
    }

    /// Returns when who asked has closed the connection.
    public void awaitGone() throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    private static String head(int status, String type, String... headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " X\r\n");
        head.append("content-type: ").append(type).append("\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.toString();
    }

    private void bytes(String text) throws IOException {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }
}
