package io.weighbridge.backend.compute.file;

import io.weighbridge.backend.platform.fault.Fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Reads the head of a GGUF file (ggml's docs/gguf.md, versions 2 and 3, little-endian): the
/// metadata and where the tensors are. Lists, such as the words, are skipped.
public final class GgufFile {
    private static final int MAGIC = 0x46554747;
    private static final int METADATA_MAX = 100_000;
    private static final int TENSORS_MAX = 1_000_000;
    private static final int DIMENSIONS_MAX = 4;
    private static final int TEXT_BYTES_MAX = 65_536;
    private static final int SUMMED_MAX = 10_000;
    private static final long DEFAULT_ALIGNMENT = 32;

    private final String name;
    private final HeadBytes in;
    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, Long> lengths = new HashMap<>();
    private final Map<String, Long> sums = new HashMap<>();
    private final Map<String, Long> bytesOfType = new HashMap<>();
    private Tensors tensors = Tensors.NONE;
    private long dataEnd;

    private GgufFile(String name, HeadBytes in) {
        this.name = name;
        this.in = in;
    }

    /// The head of a file.
    ///
    /// @throws Fault INVALID_FIELD when it is no such file, is cut off, or contradicts itself
    public static GgufHead read(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        try (FileChannel channel = FileChannel.open(file)) {
            return new GgufFile(name, new HeadBytes(name, channel)).read(channel.size());
        }
    }

    /// The head of a file of which only the beginning is there.
    ///
    /// @param name for people
    /// @throws Fault INVALID_FIELD as of a file; the bytes of its tensors are not looked for
    public static GgufHead readHead(String name, byte[] head) throws IOException {
        try (BytesChannel channel = new BytesChannel(head)) {
            return new GgufFile(name, new HeadBytes(name, channel)).read(Long.MAX_VALUE);
        }
    }

    private GgufHead read(long fileBytes) throws IOException {
        if (in.int32() != MAGIC) {
            throw invalid("no GGUF at its beginning", "a GGUF file");
        }
        int version = in.int32();
        if (version < 2 || version > 3) {
            throw invalid("version " + Integer.toUnsignedString(version), "2 or 3");
        }
        long tensorCount = count("tensors", TENSORS_MAX);
        long metadataCount = count("metadata", METADATA_MAX);
        for (long i = 0; i < metadataCount; i++) {
            metadata(in.text(TEXT_BYTES_MAX));
        }
        for (long i = 0; i < tensorCount; i++) {
            tensor(in.text(TEXT_BYTES_MAX));
        }
        long alignment = numbers.getOrDefault("general.alignment", DEFAULT_ALIGNMENT);
        if (alignment < 8 || alignment > 1 << 20 || Long.bitCount(alignment) != 1) {
            throw invalid("general.alignment " + alignment, "a power of two from 8 to 1048576");
        }
        long begin = Math.ceilDiv(in.position(), alignment) * alignment;
        if (dataEnd > fileBytes - begin) {
            throw invalid(
                    fileBytes + " bytes",
                    begin + dataEnd + " as its head says; is the file cut off?");
        }
        return new GgufHead(numbers, texts, lengths, sums, tensors, mainType());
    }

    private String mainType() {
        return bytesOfType.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
    }

    private long count(String what, long max) throws IOException {
        long count = in.int64();
        if (count < 0 || count > max) {
            throw invalid(Long.toUnsignedString(count) + " " + what, "at most " + max);
        }
        return count;
    }

    private void metadata(String key) throws IOException {
        int type = in.int32();
        switch (type) {
            case 8 -> texts.put(key, in.text(in.limit()));
            case 9 -> list(key);
            case 6, 12 -> in.skip(type == 6 ? Integer.BYTES : Long.BYTES);
            default -> numbers.put(key, number(key, type));
        }
    }

    private long number(String key, int type) throws IOException {
        return switch (type) {
            case 0 -> in.int8() & 0xffL;
            case 1 -> in.int8();
            case 2 -> in.int16() & 0xffffL;
            case 3 -> in.int16();
            case 4 -> Integer.toUnsignedLong(in.int32());
            case 5 -> in.int32();
            case 7 -> in.int8() == 0 ? 0 : 1;
            case 10, 11 -> in.int64();
            default -> throw invalid(key + ": type " + type, "0 to 12");
        };
    }

    private void list(String key) throws IOException {
        int type = in.int32();
        long length = count(key, in.limit());
        lengths.put(key, length);
        boolean whole = type <= 5 || type == 7 || type == 10 || type == 11;
        if (whole && length <= SUMMED_MAX) {
            long sum = 0;
            for (long i = 0; i < length; i++) {
                sum += number(key, type);
            }
            sums.put(key, sum);
        } else if (type == 8) {
            for (long i = 0; i < length; i++) {
                in.skip(count(key, in.limit()));
            }
        } else {
            in.skip(Math.multiplyExact(length, width(key, type)));
        }
    }

    private long width(String key, int type) {
        return switch (type) {
            case 0, 1, 7 -> 1;
            case 2, 3 -> 2;
            case 4, 5, 6 -> 4;
            case 10, 11, 12 -> 8;
            default -> throw invalid(key + ": a list of type " + type, "0 to 8 or 10 to 12");
        };
    }

    private void tensor(String tensor) throws IOException {
        int dimensions = in.int32();
        if (dimensions < 0 || dimensions > DIMENSIONS_MAX) {
            throw invalid(tensor + ": " + dimensions + " dimensions", "at most " + DIMENSIONS_MAX);
        }
        try {
            long elements = 1;
            for (int i = 0; i < dimensions; i++) {
                elements = Math.multiplyExact(elements, count(tensor, Long.MAX_VALUE));
            }
            int number = in.int32();
            GgufType type = GgufType.of(number);
            if (type == null) {
                throw invalid(tensor + ": type " + number, "a type of ggml that is known");
            }
            if (elements % type.block() != 0) {
                throw invalid(
                        tensor + ": " + elements + " elements of " + type.name(),
                        "a multiple of " + type.block());
            }
            long bytes = Math.multiplyExact(elements / type.block(), (long) type.bytes());
            long offset = count(tensor, Long.MAX_VALUE);
            dataEnd = Math.max(dataEnd, Math.addExact(offset, bytes));
            tensors = tensors.with(tensor, elements, bytes);
            bytesOfType.merge(type.name(), bytes, Math::addExact);
        } catch (ArithmeticException e) {
            throw invalid(tensor + ": more than 2^63 elements", "a model");
        }
    }

    private Fault invalid(String what, String expected) {
        return Fault.invalid(name, what, expected);
    }

    /// A file's bytes from the beginning, read piece by piece.
    private static final class HeadBytes {
        // Heads with 250,000 words take some 10 MB.
        private static final int LIMIT = 256 << 20;
        private static final int PIECE = 1 << 16;

        private final String name;
        private final SeekableByteChannel channel;
        private final ByteBuffer buffer =
                ByteBuffer.allocate(PIECE).order(ByteOrder.LITTLE_ENDIAN).limit(0);

        HeadBytes(String name, SeekableByteChannel channel) {
            this.name = name;
            this.channel = channel;
        }

        int limit() {
            return LIMIT;
        }

        long position() throws IOException {
            return channel.position() - buffer.remaining();
        }

        byte int8() throws IOException {
            return need(Byte.BYTES).get();
        }

        short int16() throws IOException {
            return need(Short.BYTES).getShort();
        }

        int int32() throws IOException {
            return need(Integer.BYTES).getInt();
        }

        long int64() throws IOException {
            return need(Long.BYTES).getLong();
        }

        String text(int bytesMax) throws IOException {
            long length = int64();
            if (length < 0 || length > bytesMax) {
                throw invalid("a text of " + Long.toUnsignedString(length) + " bytes");
            }
            skipCheck(length);
            byte[] bytes = new byte[(int) Math.min(length, TEXT_BYTES_MAX)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = int8();
            }
            skip(length - bytes.length);
            return new String(bytes, StandardCharsets.UTF_8);
        }

        void skip(long bytes) throws IOException {
            skipCheck(bytes);
            long fromBuffer = Math.min(bytes, buffer.remaining());
            buffer.position(buffer.position() + (int) fromBuffer);
            channel.position(channel.position() + bytes - fromBuffer);
        }

        private void skipCheck(long bytes) throws IOException {
            if (bytes > channel.size() - position()) {
                throw invalid("it ends within its head");
            }
            if (position() + bytes > LIMIT) {
                throw invalid("a head of more than " + LIMIT + " bytes");
            }
        }

        private ByteBuffer need(int bytes) throws IOException {
            if (buffer.remaining() < bytes) {
                skipCheck(bytes);
                buffer.compact();
                while (buffer.position() < bytes && channel.read(buffer) >= 0) {
                    // Until there is enough, or the file ends.
                }
                buffer.flip();
                if (buffer.remaining() < bytes) {
                    throw invalid("it ends within its head");
                }
            }
            return buffer;
        }

        private Fault invalid(String what) {
            return Fault.invalid(name, what, "a whole GGUF file");
        }
    }
}
