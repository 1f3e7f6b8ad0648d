package io.weighbridge.backend.compute.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.weighbridge.backend.platform.fault.Fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Reads the head of a safetensors file, or of all the files that an index names. The format:
/// eight bytes with the length of the head, the head as JSON, the tensors without a gap.
public final class SafetensorsFile {
    private static final long HEAD_BYTES_MAX = 100_000_000;
    private static final long INDEX_BYTES_MAX = 64_000_000;
    private static final int FILES_MAX = 2_000;
    private static final long UNKNOWN = -1;
    private static final int DIMENSIONS_MAX = 16;
    private static final Map<String, Integer> TYPE_BITS =
            Map.ofEntries(
                    Map.entry("F64", 64),
                    Map.entry("F32", 32),
                    Map.entry("F16", 16),
                    Map.entry("BF16", 16),
                    Map.entry("F8_E4M3", 8),
                    Map.entry("F8_E5M2", 8),
                    Map.entry("F8_E8M0", 8),
                    Map.entry("I64", 64),
                    Map.entry("I32", 32),
                    Map.entry("I16", 16),
                    Map.entry("I8", 8),
                    Map.entry("U64", 64),
                    Map.entry("U32", 32),
                    Map.entry("U16", 16),
                    Map.entry("U8", 8),
                    Map.entry("BOOL", 8),
                    Map.entry("F4", 4));
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

    private record Span(String name, long begin, long end) {}

    private SafetensorsFile() {}

    /// The tensors of one file.
    ///
    /// @throws Fault INVALID_FIELD when it is no such file, is cut off, or contradicts itself
    public static Tensors read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return read(String.valueOf(file.getFileName()), channel, true);
        }
    }

    /// The tensors of a file of which only the beginning is there, with its whole head.
    ///
    /// @param name for people
    /// @throws Fault INVALID_FIELD as of a file; the bytes of its tensors are not looked for
    public static Tensors readHead(String name, byte[] head) throws IOException {
        try (BytesChannel channel = new BytesChannel(head)) {
            return read(name, channel, false);
        }
    }

    private static Tensors read(String file, SeekableByteChannel channel, boolean whole)
            throws IOException {
        long size = channel.size();
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        fill(file, channel, length);
        long head = length.flip().getLong();
        if (head < 2 || head > HEAD_BYTES_MAX || head > size - Long.BYTES) {
            throw invalid(
                    file,
                    "a head of " + Long.toUnsignedString(head) + " bytes",
                    "2 to " + HEAD_BYTES_MAX + ", within the file");
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(head));
        fill(file, channel, bytes);
        JsonNode json = parse(file, bytes.array());
        return tensors(file, json, whole ? size - Long.BYTES - head : UNKNOWN);
    }

    /// The sum of two files' tensors.
    ///
    /// @param name for people
    /// @throws Fault INVALID_FIELD when they have 2^63 elements or more
    public static Tensors plus(String name, Tensors sum, Tensors more) {
        try {
            return sum.plus(more);
        } catch (ArithmeticException e) {
            throw invalid(name, "more than 2^63 elements", "a model");
        }
    }

    /// The tensors of all files that an index names, which lie beside it.
    ///
    /// @throws Fault INVALID_FIELD when the index or one of the files is wrong
    public static Tensors readAll(Path index) throws IOException {
        String shown = String.valueOf(index.getFileName());
        if (Files.size(index) > INDEX_BYTES_MAX) {
            throw invalid(shown, Files.size(index) + " bytes", "at most " + INDEX_BYTES_MAX);
        }
        JsonNode map = parse(shown, Files.readAllBytes(index)).path("weight_map");
        Set<String> names = new TreeSet<>();
        for (JsonNode name : map) {
            names.add(name.asText());
        }
        if (names.isEmpty() || names.size() > FILES_MAX) {
            throw invalid(shown, names.size() + " files in weight_map", "1 to " + FILES_MAX);
        }
        Tensors sum = Tensors.NONE;
        for (String name : names) {
            Path file = index.resolveSibling(name);
            // Only what lies beside the index, whatever it names.
            if (!name.matches("[A-Za-z0-9._-]+") || name.startsWith(".")) {
                throw invalid(shown, "weight_map: " + name, "the name of a file beside it");
            }
            if (!Files.isRegularFile(file)) {
                throw invalid(shown, name + " is missing", "all files of weight_map beside it");
            }
            sum = plus(shown, sum, read(file));
        }
        if (sum.count() != map.size()) {
            throw invalid(
                    shown, sum.count() + " tensors in its files", map.size() + " as in weight_map");
        }
        return sum;
    }

    private static Tensors tensors(String file, JsonNode head, long dataBytes) {
        if (!head.isObject()) {
            throw invalid(file, "a head that is no object", "an object of tensors");
        }
        Tensors sum = Tensors.NONE;
        List<Span> spans = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each : head.properties()) {
            if (!each.getKey().equals("__metadata__")) {
                String name = shown(each.getKey());
                long elements = elements(file, name, each.getValue().path("shape"));
                Span span = span(file, name, each.getValue().path("data_offsets"));
                long bytes = span.end - span.begin;
                checkSize(file, name, each.getValue().path("dtype"), elements, bytes);
                spans.add(span);
                sum = add(file, sum, each.getKey(), elements, bytes);
            }
        }
        checkSpans(file, spans, dataBytes);
        return sum;
    }

    private static Tensors add(String file, Tensors sum, String name, long elements, long bytes) {
        try {
            return sum.with(name, elements, bytes);
        } catch (ArithmeticException e) {
            throw invalid(file, "more than 2^63 elements", "a model");
        }
    }

    private static long elements(String file, String name, JsonNode shape) {
        if (!shape.isArray() || shape.size() > DIMENSIONS_MAX) {
            throw invalid(file, name + ": shape " + shown(shape), "a list of numbers");
        }
        long elements = 1;
        for (JsonNode size : shape) {
            if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 0) {
                throw invalid(file, name + ": shape " + shown(shape), "numbers from 0");
            }
            try {
                elements = Math.multiplyExact(elements, size.longValue());
            } catch (ArithmeticException e) {
                throw invalid(file, name + ": shape " + shown(shape), "below 2^63 elements");
            }
        }
        return elements;
    }

    private static Span span(String file, String name, JsonNode offsets) {
        JsonNode begin = offsets.path(0);
        JsonNode end = offsets.path(1);
        if (offsets.size() != 2
                || !begin.canConvertToLong()
                || !end.canConvertToLong()
                || !begin.isIntegralNumber()
                || !end.isIntegralNumber()
                || begin.longValue() < 0
                || end.longValue() < begin.longValue()) {
            throw invalid(
                    file, name + ": data_offsets " + shown(offsets), "where it begins and ends");
        }
        return new Span(name, begin.longValue(), end.longValue());
    }

    private static void checkSize(
            String file, String name, JsonNode type, long elements, long bytes) {
        Integer bits = TYPE_BITS.get(type.asText());
        if (bits == null) {
            throw invalid(
                    file,
                    name + ": dtype " + shown(type),
                    "one of " + String.join(", ", new TreeSet<>(TYPE_BITS.keySet())));
        }
        if (elements > Long.MAX_VALUE / 64 || Math.ceilDiv(elements * bits, 8L) != bytes) {
            throw invalid(
                    file,
                    name
                            + ": "
                            + bytes
                            + " bytes for "
                            + elements
                            + " elements of "
                            + type.asText(),
                    "as many as they take");
        }
    }

    private static void checkSpans(String file, List<Span> spans, long dataBytes) {
        spans.sort(Comparator.comparingLong(Span::begin).thenComparingLong(Span::end));
        long at = 0;
        for (Span span : spans) {
            if (span.begin != at) {
                throw invalid(
                        file,
                        span.name + " begins at " + span.begin,
                        at + ", where the one before it ends");
            }
            at = span.end;
        }
        if (dataBytes != UNKNOWN && at != dataBytes) {
            throw invalid(
                    file,
                    dataBytes + " bytes of tensors",
                    at + " as its head says; is the file cut off?");
        }
    }

    private static void fill(String file, SeekableByteChannel channel, ByteBuffer buffer)
            throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw invalid(file, "it ends within its head", "a whole safetensors file");
            }
        }
    }

    private static JsonNode parse(String file, byte[] bytes) throws IOException {
        try {
            JsonNode node = JSON.readTree(bytes);
            return node == null ? JSON.missingNode() : node;
        } catch (JsonProcessingException e) {
            throw invalid(file, "no JSON: " + e.getOriginalMessage(), "JSON");
        }
    }

    private static Fault invalid(String file, String what, String expected) {
        return Fault.invalid(file, what, expected);
    }

    private static String shown(Object value) {
        String text = value.toString();
        return text.length() <= 120 ? text : text.substring(0, 120) + "...";
    }
}
