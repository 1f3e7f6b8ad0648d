package io.weighbridge.backend.proxies.wire;

import java.io.IOException;
import java.io.OutputStream;

/// A body in JSON, which is kept without the model's name.
public final class JsonBody implements SentBody {
    // The brackets of an object without fields.
    private static final int EMPTY = 2;

    private final byte[] rest;

    /// @param rest an object without the model's name; nobody changes the array
    public JsonBody(byte[] rest) {
        this.rest = rest;
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    private boolean isEmpty() {
        return rest.length == EMPTY;
    }

    private int restLength() {
        return isEmpty() ? 0 : rest.length - 1;
    }

    @Override
    public long length(String model) {
        return (long) ModelRequest.bodyHead(model, isEmpty()).length + restLength();
    }

    @Override
    public void writeTo(String model, OutputStream out) throws IOException {
        out.write(ModelRequest.bodyHead(model, isEmpty()));
        out.write(rest, rest.length - restLength(), restLength());
    }
}
