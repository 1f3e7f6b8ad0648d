package io.weighbridge.backend.proxies.openai;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes a form, be it wrong.
final class FormText {
    static final String BOUNDARY = "XyZ";

    private final ByteArrayOutputStream all = new ByteArrayOutputStream();

    /// A part with these lines of headers.
    FormText part(String headers, byte[] content) {
        text("--" + BOUNDARY + "\r\n" + headers + "\r\n\r\n");
        all.writeBytes(content);
        text("\r\n");
        return this;
    }

    FormText field(String name, String value) {
        return part(
                "Content-Disposition: form-data; name=\"" + name + "\"",
                value.getBytes(StandardCharsets.UTF_8));
    }

    FormText file(String name, String fileName, byte[] content) {
        return part(
                "Content-Disposition: form-data; name=\""
                        + name
                        + "\"; filename=\""
                        + fileName
                        + "\"\r\nContent-Type: audio/wav",
                content);
    }

    private void text(String text) {
        all.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The whole of it.
    byte[] end() {
        return end("--" + BOUNDARY + "--\r\n");
    }

    byte[] end(String last) {
        text(last);
        return all.toByteArray();
    }
}
