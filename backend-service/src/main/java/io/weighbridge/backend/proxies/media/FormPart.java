package io.weighbridge.backend.proxies.media;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// A part of a form: a text, or a file.
///
/// @param name of its field
/// @param fileName null for a text
/// @param type media type of a file
/// @param bytes of the whole form; nobody changes the array
/// @param from where its content begins
/// @param to where that ends
record FormPart(
        String name, @Nullable String fileName, String type, byte[] bytes, int from, int to) {
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

    /// Leaves the content out.
    @Override
    public String toString() {
        return "FormPart[" + name + " " + length() + " bytes]";
    }
}
