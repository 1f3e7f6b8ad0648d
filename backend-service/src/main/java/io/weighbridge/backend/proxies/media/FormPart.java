package io.weighbridge.backend.proxies.media;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// A part of a form: a text, or a file. Its content stays where it came.
final class FormPart {
    private final String name;
    private final @Nullable String fileName;
    private final String type;
    private final byte[] bytes;
    private final int from;
    private final int to;

    /// @param name of its field
    /// @param fileName null for a text
    /// @param type media type of a file
    /// @param bytes of the whole form; nobody changes the array
    /// @param from where its content begins
    /// @param to where that ends
    FormPart(String name, @Nullable String fileName, String type, byte[] bytes, int from, int to) {
        this.name = name;
        this.fileName = fileName;
        this.type = type;
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    String name() {
        return name;
    }

    @Nullable String fileName() {
        return fileName;
    }

    String type() {
        return type;
    }

    boolean isFile() {
        return fileName != null;
    }

    int length() {
        return to - from;
    }

    /// Its field without what stands in brackets behind.
    String base() {
        int bracket = name.indexOf('[');
        return bracket < 0 ? name : name.substring(0, bracket);
    }

    /// Its content as text.
    ///
    /// @throws Fault INVALID_FIELD when it is none in UTF-8
    String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, length()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Fault.invalid(Check.shown(name), "another encoding", "text in UTF-8");
        }
    }

    /// How long it sounds.
    SoundLength sound() {
        return SoundLength.of(bytes, from, to);
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes, from, length());
    }
}
