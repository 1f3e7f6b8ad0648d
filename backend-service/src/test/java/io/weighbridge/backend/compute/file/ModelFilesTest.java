package io.weighbridge.backend.compute.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

final class ModelFilesTest {
    private static final String HEAD =
            "{'__metadata__':{'format':'pt'},"
                    + "'a':{'dtype':'BF16','shape':[2,3],'data_offsets':[0,12]},"
                    + "'lm_head.weight':{'dtype':'F32','shape':[2],'data_offsets':[12,20]},"
                    + "'x.rotary_emb.inv_freq':{'dtype':'F32','shape':[],'data_offsets':[20,24]}}";

    @TempDir Path folder;

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] gguf() {
        return ModelFileWriter.gguf(2, 3)
                .text("general.architecture")
                .int32(8)
                .text("llama")
                .number("llama.block_count", 7)
                .text("tokenizer.ggml.tokens")
                .int32(9)
                .int32(8)
                .int64(2)
                .text("one")
                .text("two")
                .tensor("a", 12, 0, 256, 2)
                .tensor("output.weight", 0, 288, 4)
                .data(304);
    }

    private static void assertInvalid(ThrowingRead read) {
        assertEquals(ErrorCode.INVALID_FIELD, assertThrows(Fault.class, read::run).code());
    }

    private interface ThrowingRead {
        void run() throws IOException;
    }

    @Test
    void safetensorsAreCounted() throws IOException {
        Tensors tensors =
                SafetensorsFile.read(file("m.safetensors", ModelFileWriter.safetensors(HEAD, 24)));
        assertEquals(new Tensors(3, 9, 24, 1, 2), tensors);
    }

    @Test
    void anIndexIsTheSumOfItsFiles() throws IOException {
        var _ = file("a.safetensors", ModelFileWriter.safetensors(HEAD, 24));
        var _ =
                file(
                        "b.safetensors",
                        ModelFileWriter.safetensors(
                                "{'b':{'dtype':'U8','shape':[5],'data_offsets':[0,5]}}", 5));
        String map =
                "{'weight_map':{'a':'a.safetensors','lm_head.weight':'a.safetensors',"
                        + "'x.rotary_emb.inv_freq':'a.safetensors','b':'b.safetensors'}}";
        Path index = folder.resolve("model.safetensors.index.json");
        Files.writeString(index, map.replace('\'', '"'));
        assertEquals(14, SafetensorsFile.readAll(index).elements());
        Files.writeString(index, map.replace('\'', '"').replace("b.safetensors", "../b"));
        assertInvalid(() -> SafetensorsFile.readAll(index));
        Files.writeString(index, map.replace('\'', '"').replace("b.safetensors", "c.safetensors"));
        assertInvalid(() -> SafetensorsFile.readAll(index));
        Files.writeString(
                index, map.replace('\'', '"').replace("\"b\":", "\"b\":\"a.safetensors\",\"d\":"));
        assertInvalid(() -> SafetensorsFile.readAll(index));
    }

    @Test
    void ggufIsCounted() throws IOException {
        GgufHead head = GgufFile.read(file("m.gguf", gguf()));
        assertEquals("llama", head.architecture());
        assertEquals(7, head.number("block_count").orElse(0));
        assertEquals(2, head.lengths().get("tokenizer.ggml.tokens"));
        assertEquals(new Tensors(2, 516, 304, 0, 4), head.tensors());
        assertEquals("Q4_K", head.mainType());
    }

    @Test
    void aFileThatIsCutOffAnywhereIsRefused() throws IOException {
        byte[] tensors = ModelFileWriter.safetensors(HEAD, 24);
        for (int length = 0; length < tensors.length; length++) {
            Path cut = file("cut", Arrays.copyOf(tensors, length));
            assertInvalid(() -> SafetensorsFile.read(cut));
        }
        byte[] gguf = gguf();
        for (int length = 0; length < gguf.length; length++) {
            Path cut = file("cut", Arrays.copyOf(gguf, length));
            assertInvalid(() -> GgufFile.read(cut));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{'a':{'dtype':'BF16','shape':[2,-3],'data_offsets':[0,12]}}",
                "{'a':{'dtype':'BF16','shape':[9223372036854775807,3],'data_offsets':[0,12]}}",
                "{'a':{'dtype':'BF16','shape':[2,3],'data_offsets':[12,0]}}",
                "{'a':{'dtype':'BF16','shape':[2,3],'data_offsets':[0,13]}}",
                "{'a':{'dtype':'Q9','shape':[2,3],'data_offsets':[0,12]}}",
                "{'a':{'dtype':'BF16','shape':[2.5],'data_offsets':[0,12]}}",
                "{'a':{'dtype':'BF16','shape':[2,3],'data_offsets':[0,12]},"
                        + "'a':{'dtype':'BF16','shape':[2,3],'data_offsets':[0,12]}}",
                "{'a':{'dtype':'BF16','shape':[2,3],'data_offsets':[0,12]},"
                        + "'b':{'dtype':'BF16','shape':[2,3],'data_offsets':[0,12]}}",
                "{'a':{'dtype':'BF16','shape':[1152921504606846976],'data_offsets':[0,0]}}",
                "{'a':5}",
                "no json"
            })
    void hostileSafetensorsAreRefused(String head) throws IOException {
        Path file = file("m.safetensors", ModelFileWriter.safetensors(head, 12));
        assertInvalid(() -> SafetensorsFile.read(file));
    }

    @Test
    void hostileGgufIsRefused() throws IOException {
        byte[][] files = {
            ModelFileWriter.gguf(Long.MAX_VALUE, 0).bytes(),
            ModelFileWriter.gguf(-1, 0).bytes(),
            ModelFileWriter.gguf(0, -1).bytes(),
            ModelFileWriter.gguf(0, 1).int64(Long.MAX_VALUE).bytes(),
            ModelFileWriter.gguf(0, 1).text("a").int32(99).bytes(),
            ModelFileWriter.gguf(0, 1).text("a").int32(9).int32(9).int64(5).bytes(),
            ModelFileWriter.gguf(0, 1).text("a").int32(9).int32(12).int64(1L << 60).bytes(),
            ModelFileWriter.gguf(1, 0).tensor("a", 0, 0, 1L << 40, 1L << 40).data(32),
            ModelFileWriter.gguf(1, 0).tensor("a", 77, 0, 32).data(32),
            ModelFileWriter.gguf(1, 0).tensor("a", 12, 0, 100).data(320),
            ModelFileWriter.gguf(1, 0).tensor("a", 0, Long.MAX_VALUE, 8).data(32),
            ModelFileWriter.gguf(1, 0).tensor("a", 0, 0, 1, 1, 1, 1, 1).data(32),
            ModelFileWriter.gguf(0, 1).number("general.alignment", 0).data(32),
        };
        for (byte[] bytes : files) {
            Path file = file("m.gguf", bytes);
            assertInvalid(() -> GgufFile.read(file));
        }
    }

    @Test
    void noBytesDoMoreThanBeRefused() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        byte[][] whole = {ModelFileWriter.safetensors(HEAD, 24), gguf()};
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = whole[i % 2].clone();
            for (int j = random.nextInt(1, 4); j > 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Path file = file("fuzz", bytes);
            try {
                if (i % 2 == 0) {
                    var _ = SafetensorsFile.read(file);
                } else {
                    var _ = GgufFile.read(file);
                }
            } catch (Fault e) {
                assertEquals(ErrorCode.INVALID_FIELD, e.code());
                refused++;
            }
        }
        assertTrue(refused > 500);
    }

    @Test
    void onlyTheHeadOfALargeFileIsRead() throws IOException {
        // 100 GB with nothing in them: a sparse file.
        long bytes = 100L << 30;
        String head =
                "{'a':{'dtype':'U8','shape':[" + bytes + "],'data_offsets':[0," + bytes + "]}}";
        byte[] begin = ModelFileWriter.safetensors(head, 0);
        Path file = file("large.safetensors", begin);
        try (RandomAccessFile grown = new RandomAccessFile(file.toFile(), "rw")) {
            grown.setLength(begin.length + bytes);
        }
        assertEquals(bytes, SafetensorsFile.read(file).bytes());
    }
}
