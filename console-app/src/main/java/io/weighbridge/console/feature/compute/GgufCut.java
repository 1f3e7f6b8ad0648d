package io.weighbridge.console.feature.compute;

import io.weighbridge.console.client.ClientException;
import io.weighbridge.console.text.Texts;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The head of a GGUF file (ggml's docs/gguf.md, versions 2 and 3, little-endian) without its long
/// lists and texts: the words of a large vocabulary alone are longer than a message. How many words
/// there are is kept as a number. For one thread, and one file.
final class GgufCut {
    private static final int MAGIC = 0x46554747;
    // As the service reads: a head of 250,000 words takes some 10 MB.
    private static final long READ_MAX = 256L << 20;
    private static final int METADATA_MAX = 100_000;
    private static final int TENSORS_MAX = 1_000_000;
    private static final int DIMENSIONS_MAX = 4;
    private static final int TEXT_BYTES_MAX = 65_536;
    private static final int LIST_MAX = 1_000;
    private static final int TYPE_TEXT = 8;
    private static final int TYPE_LIST = 9;
    private static final int TYPE_INT64 = 10;
    private static final String WORDS = "tokenizer.ggml.tokens";

    private final Path file;
    private final InputStream in;
    private final int bytesMax;
    private final ByteBuffer small = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    // Type and value of each key, as they stand in the file.
    private final Map<String, byte[]> metadata = new LinkedHashMap<>();
    private final ByteArrayOutputStream tensors = new ByteArrayOutputStream();
    private String architecture = "";
    private long words;
    private long read;
    private long kept;

    private GgufCut(Path file, InputStream in, int bytesMax) {
        this.file = file;
        this.in = in;
        this.bytesMax = bytesMax;
    }

    /// The head of a file, cut.
    ///
    /// @param bytesMax how long it may be
    /// @throws ClientException when it is no such file, ends within its head, contradicts
    ///     itself, or is longer even so
    static byte[] of(Path file, int bytesMax) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return new GgufCut(file, in, bytesMax).cut();
        } catch (EOFException e) {
            throw refused(file, "end");
        }
    }

    private static ClientException refused(Path file, String why) {
        return new ClientException(
                "NO_GGUF",
                Texts.of(
                        "compute.file.gguf",
                        file.toString(),
                        Texts.of("compute.file.gguf." + why)));
    }

    private byte[] cut() throws IOException {
        if (int32() != MAGIC) {
            throw refused(file, "magic");
        }
        int version = int32();
        if (version < 2 || version > 3) {
            throw refused(file, "version");
        }
        long tensorCount = count(TENSORS_MAX);
        long metadataCount = count(METADATA_MAX);
        for (long i = 0; i < metadataCount; i++) {
            entry();
        }
        if (words > 0) {
            // The list counts before what a key says of it.
            ByteArrayOutputStream number = new ByteArrayOutputStream();
            putInt(number, TYPE_INT64);
            putLong(number, words);
            metadata.put(architecture + ".vocab_size", number.toByteArray());
        }
        for (long i = 0; i < tensorCount; i++) {
            tensor();
        }
        return written(version, tensorCount);
    }

    private byte[] written(int version, long tensorCount) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        putInt(out, MAGIC);
        putInt(out, version);
        putLong(out, tensorCount);
        putLong(out, metadata.size());
        for (Map.Entry<String, byte[]> each : metadata.entrySet()) {
            putText(out, each.getKey().getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(each.getValue());
        }
        tensors.writeTo(out);
        if (out.size() > bytesMax) {
            throw ModelFile.tooLong(file);
        }
        return out.toByteArray();
    }

    private void entry() throws IOException {
        // Byte for byte, whatever it is.
        String key = new String(text(), StandardCharsets.ISO_8859_1);
        int type = int32();
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        putInt(value, type);
        boolean isKept =
                switch (type) {
                    case TYPE_TEXT -> isShortText(key, value);
                    case TYPE_LIST -> isShortList(key, value);
                    default -> {
                        value.writeBytes(bytes(width(type)));
                        yield true;
                    }
                };
        if (isKept) {
            keep(Long.BYTES + key.length() + value.size());
            metadata.put(key, value.toByteArray());
        } else {
            metadata.remove(key);
        }
    }

    private boolean isShortText(String key, ByteArrayOutputStream value) throws IOException {
        long length = count(READ_MAX);
        if (length > TEXT_BYTES_MAX) {
            skip(length);
            return false;
        }
        byte[] text = bytes((int) length);
        if (key.equals("general.architecture")) {
            architecture = new String(text, StandardCharsets.ISO_8859_1);
        }
        putText(value, text);
        return true;
    }

    private boolean isShortList(String key, ByteArrayOutputStream value) throws IOException {
        int type = int32();
        long length = count(READ_MAX);
        boolean isKept = length <= LIST_MAX;
        if (key.equals(WORDS)) {
            words = isKept ? 0 : length;
        }
        putInt(value, type);
        putLong(value, length);
        if (type == TYPE_TEXT) {
            for (long i = 0; i < length; i++) {
                if (isKept) {
                    byte[] text = text();
                    keep(text.length);
                    putText(value, text);
                } else {
                    skip(count(READ_MAX));
                }
            }
        } else if (isKept) {
            value.writeBytes(bytes((int) length * width(type)));
        } else {
            skip(length * width(type));
        }
        return isKept;
    }

    private void tensor() throws IOException {
        byte[] name = text();
        int dimensions = int32();
        if (dimensions < 0 || dimensions > DIMENSIONS_MAX) {
            throw refused(file, "absurd");
        }
        // Its sizes, its type, and where it begins.
        byte[] rest = bytes(dimensions * Long.BYTES + Integer.BYTES + Long.BYTES);
        keep(Long.BYTES + name.length + Integer.BYTES + rest.length);
        putText(tensors, name);
        putInt(tensors, dimensions);
        tensors.writeBytes(rest);
    }

    // Counts what is kept before it is too much, whatever a file says.
    private void keep(long bytes) {
        kept += bytes;
        if (kept > bytesMax) {
            throw ModelFile.tooLong(file);
        }
    }

    private int width(int type) {
        return switch (type) {
            case 0, 1, 7 -> 1;
            case 2, 3 -> 2;
            case 4, 5, 6 -> 4;
            case TYPE_INT64, 11, 12 -> 8;
            default -> throw refused(file, "absurd");
        };
    }

    private long count(long max) throws IOException {
        long count = small(Long.BYTES).getLong();
        if (count < 0 || count > max) {
            throw refused(file, "absurd");
        }
        return count;
    }

    private byte[] text() throws IOException {
        return bytes((int) count(TEXT_BYTES_MAX));
    }

    private int int32() throws IOException {
        return small(Integer.BYTES).getInt();
    }

    private ByteBuffer small(int length) throws IOException {
        return small.clear().put(bytes(length)).flip();
    }

    private byte[] bytes(int length) throws IOException {
        took(length);
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private void skip(long length) throws IOException {
        took(length);
        in.skipNBytes(length);
    }

    private void took(long length) {
        read += length;
        if (read > READ_MAX) {
            throw refused(file, "absurd");
        }
    }

    private static void putText(ByteArrayOutputStream out, byte[] text) throws IOException {
        putLong(out, text.length);
        out.writeBytes(text);
    }

    private static void putInt(ByteArrayOutputStream out, int value) throws IOException {
        new DataOutputStream(out).writeInt(Integer.reverseBytes(value));
    }

    private static void putLong(ByteArrayOutputStream out, long value) throws IOException {
        new DataOutputStream(out).writeLong(Long.reverseBytes(value));
    }
}
