package io.weighbridge.backend.proxies.media;

import io.weighbridge.backend.proxies.wire.SentBody;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A form as a model server gets it: the model first, then what the client sent, with headers and a
/// boundary of ours. Files are written from where they came, and not copied.
final class SentForm implements SentBody {
    private static final byte[] LINE = {'\r', '\n'};

    private final String boundary;
    private final List<FormPart> parts;

    /// @param boundary that nobody can guess
    /// @param parts without the model
    SentForm(String boundary, List<FormPart> parts) {
        this.boundary = boundary;
        this.parts = List.copyOf(parts);
    }

    @Override
    public String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] head(FormPart part) {
        StringBuilder head = new StringBuilder("--").append(boundary).append("\r\n");
        head.append("Content-Disposition: form-data; name=\"").append(part.name()).append('"');
        if (part.isFile()) {
            head.append("; filename=\"").append(part.fileName()).append("\"\r\nContent-Type: ");
            head.append(part.type());
        }
        return ascii(head.append("\r\n\r\n").toString());
    }

    private byte[] modelPart(String model) {
        return ascii(
                "--"
                        + boundary
                        + "\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n"
                        + model
                        + "\r\n");
    }

    private byte[] end() {
        return ascii("--" + boundary + "--\r\n");
    }

    @Override
    public long length(String model) {
        long length = (long) modelPart(model).length + end().length;
        for (FormPart part : parts) {
            length += head(part).length + part.length() + LINE.length;
        }
        return length;
    }

    @Override
    public void writeTo(String model, OutputStream out) throws IOException {
        out.write(modelPart(model));
        for (FormPart part : parts) {
            out.write(head(part));
            part.writeTo(out);
            out.write(LINE);
        }
        out.write(end());
    }
}
