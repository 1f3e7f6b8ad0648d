package io.weighbridge.console.feature.compute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.analysis.ModelContent;
import io.weighbridge.backend.compute.model.Described;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.ClientException;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.proto.v1.AnalyzeModelRequest;
import io.weighbridge.proto.v1.ModelAnalysis;
import io.weighbridge.proto.v1.ModelSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Heads of GGUF files as they are sent: small, with the same analysis.
final class GgufCutTest {
    private static final int WORDS = 256_000;

    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path folder;

    /// Writes a head.
    private static final class Head {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        static Head of(long tensors, long metadata) {
            return new Head().int32(0x46554747).int32(3).int64(tensors).int64(metadata);
        }

        Head int32(int value) {
            return put(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
        }

        Head int64(long value) {
            return put(
                    ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
        }

        Head text(String value) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            return int64(bytes.length).put(bytes);
        }

        Head number(String key, int value) {
            return text(key).int32(4).int32(value);
        }

        Head texts(String key, int count) {
            text(key).int32(9).int32(8).int64(count);
            for (int i = 0; i < count; i++) {
                text("word ü " + i);
            }
            return this;
        }

        Head numbers(String key, int type, int count) {
            return text(key).int32(9).int32(type).int64(count).put(new byte[4 * count]);
        }

        Head tensor(String name, int type, long offset, long... sizes) {
            text(name).int32(sizes.length);
            Arrays.stream(sizes).forEach(this::int64);
            return int32(type).int64(offset);
        }

        private Head put(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }

    // Of a file as they are made: what is small stands before and behind the words.
    private static byte[] head(int words) {
        return Head.of(2, 13)
                .text("general.architecture")
                .int32(8)
                .text("llama")
                .number("llama.embedding_length", 256)
                .number("llama.block_count", 1)
                .number("llama.feed_forward_length", 512)
                .number("llama.attention.head_count", 4)
                .number("llama.vocab_size", 7)
                .texts("tokenizer.ggml.tokens", words)
                .numbers("tokenizer.ggml.scores", 6, words)
                .numbers("tokenizer.ggml.token_type", 5, words)
                .texts("tokenizer.ggml.merges", 2 * words)
                .text("tokenizer.chat_template")
                .int32(8)
                .text("x".repeat(70_000))
                .numbers("llama.rope.freqs", 6, 3)
                .number("llama.attention.head_count_kv", 2)
                .tensor("token_embd.weight", 12, 0, 256, words)
                .tensor("blk.0.attn_q.weight", 12, 144L * words, 256, 2_307)
                .bytes();
    }

    private Path file(byte[] head, long length) throws IOException {
        Path path = folder.resolve("model.gguf");
        var _ = Files.write(path, head);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(length);
        }
        return path;
    }

    private byte[] cut(byte[] head) throws IOException {
        return ModelFile.read(file(head, head.length)).getGgufHead().toByteArray();
    }

    private String refusal(byte[] head) {
        return String.valueOf(assertThrows(ClientException.class, () -> cut(head)).getMessage());
    }

    @Test
    void aLargeVocabularyIsLeftOutAndTheAnalysisIsTheSame() throws IOException {
        byte[] head = head(WORDS);
        assertTrue(head.length > 3 * ModelFile.BYTES_MAX, () -> head.length + " bytes");
        // Gigabytes of tensors, of which nothing is read.
        ModelSource source = ModelFile.read(file(head, 1L << 33));
        byte[] cut = source.getGgufHead().toByteArray();
        assertTrue(cut.length < 1_000, () -> cut.length + " bytes");
        ModelContent direct = ModelContent.ofGgufHead("model", head);
        assertEquals(direct, ModelContent.ofGgufHead("model", cut));
        assertArrayEquals(cut, cut(cut));
        try (Installation installation = Installation.start();
                BackendClient client = installation.admin()) {
            ModelAnalysis analysis =
                    client.compute()
                            .analyzeModel(
                                    AnalyzeModelRequest.newBuilder()
                                            .setModel(source)
                                            .addContexts(1_000)
                                            .build());
            assertEquals("GGUF, mostly Q4_K", analysis.getWeightFormat());
            assertEquals(144L * (WORDS + 2_307), analysis.getWeightBytes());
            Described.Text text = assertInstanceOf(Described.Text.class, direct.described());
            assertEquals(text.parameters(), analysis.getParamsTotal());
        }
    }

    @Test
    void aSmallOneStaysAsItIs() throws IOException {
        byte[] head =
                Head.of(1, 2)
                        .texts("tokenizer.ggml.tokens", 1_000)
                        .text("flag")
                        .int32(7)
                        .put(new byte[] {1})
                        .tensor("x", 0, 0, 3, 3)
                        .bytes();
        assertArrayEquals(head, cut(head));
    }

    @Test
    void oneThatIsCutOffAnywhereIsRefused() throws IOException {
        byte[] head = head(1_001);
        String end = "it ends within its head. Is it cut off?";
        for (int length = 0; length < head.length; length += head.length / 90) {
            String text = refusal(Arrays.copyOf(head, length));
            assertTrue(text.endsWith(end), text);
        }
        assertTrue(refusal(Arrays.copyOf(head, head.length - 1)).endsWith(end));
    }

    @Test
    void whatCannotBeIsRefused() {
        String absurd = "its head says what cannot be.";
        assertTrue(refusal(new byte[64]).endsWith("it does not begin as one."));
        byte[] four = Head.of(0, 0).bytes();
        four[4] = 4;
        assertTrue(refusal(four).endsWith("version than 2 or 3 (or big-endian)."));
        for (Head each :
                new Head[] {
                    Head.of(-1, 0),
                    Head.of(Long.MAX_VALUE, 0),
                    Head.of(0, Long.MAX_VALUE),
                    Head.of(0, 1).int64(Long.MAX_VALUE),
                    Head.of(0, 1).text("k").int32(13),
                    Head.of(0, 1).text("k").int32(8).int64(1L << 40),
                    Head.of(0, 1).text("k").int32(9).int32(9).int64(2_000),
                    Head.of(0, 1).text("k").int32(9).int32(5).int64(1L << 40),
                    // More than any head has, of which nothing is there.
                    Head.of(0, 1).text("k").int32(9).int32(10).int64(1L << 28),
                    Head.of(1, 0).text("x").int32(5),
                    Head.of(1, 0).text("x").int32(-1)
                }) {
            assertTrue(refusal(each.bytes()).endsWith(absurd), () -> refusal(each.bytes()));
        }
    }

    @Test
    void oneThatIsLongEvenSoIsTooLong() {
        Head many = Head.of(0, 100);
        for (int i = 0; i < 100; i++) {
            many.text("key" + i).int32(8).text("x".repeat(65_000));
        }
        assertTrue(refusal(many.bytes()).contains("is longer than a message"));
    }
}
