package io.weighbridge.backend.compute.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes small model files, right and wrong ones.
public final class ModelFileWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /// A safetensors file.
    ///
    /// @param head JSON with single quotes
    public static byte[] safetensors(String head, int dataBytes) {
        byte[] json = head.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + json.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    /// The beginning of a GGUF file.
    public static ModelFileWriter gguf(long tensors, long metadata) {
        return new ModelFileWriter().int32(0x46554747).int32(3).int64(tensors).int64(metadata);
    }

    public ModelFileWriter int32(int value) {
        return put(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    public ModelFileWriter int64(long value) {
        return put(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    }

    public ModelFileWriter text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return int64(bytes.length).put(bytes);
    }

    public ModelFileWriter number(String key, int value) {
        return text(key).int32(4).int32(value);
    }

    public ModelFileWriter tensor(String name, int type, long offset, long... sizes) {
        text(name).int32(sizes.length);
        Arrays.stream(sizes).forEach(this::int64);
        return int32(type).int64(offset);
    }

    /// Fills up to a multiple of 32, then with so many bytes.
    public byte[] data(int bytes) {
        return put(new byte[(32 - out.size() % 32) % 32]).put(new byte[bytes]).bytes();
    }

    public byte[] bytes() {
        return out.toByteArray();
    }

    private ModelFileWriter put(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }
}
