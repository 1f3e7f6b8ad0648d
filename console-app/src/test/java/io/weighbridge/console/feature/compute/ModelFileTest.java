package io.weighbridge.console.feature.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.ClientException;
import io.weighbridge.proto.v1.ModelSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// What is read of a model's files, and what is not.
final class ModelFileTest {
    private static final String CONFIG = "{\"model_type\":\"llama\"}";

    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path folder;

    private Path config() throws IOException {
        return Files.writeString(folder.resolve("config.json"), CONFIG);
    }

    // A head, and a gigabyte of tensors that nobody reads.
    private void tensors(String name, String head) throws IOException {
        byte[] bytes = head.getBytes(StandardCharsets.UTF_8);
        ByteBuffer length =
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, bytes.length);
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
            file.write(length.array());
            file.write(bytes);
            file.setLength(1L << 30);
        }
    }

    private String refusal(Path path) {
        return String.valueOf(
                assertThrows(ClientException.class, () -> ModelFile.read(path)).getMessage());
    }

    @Test
    void shouldReadAConfigAlsoByItsFolder() throws IOException {
        Path config = config();
        assertEquals(CONFIG, ModelFile.read(config).getConfigJson());
        assertEquals(CONFIG, ModelFile.read(folder).getConfigJson());
    }

    @Test
    void shouldReadOnlyHeadsOfSafetensors() throws IOException {
        var _ = config();
        tensors("a-1.safetensors", "{\"a\":1}");
        tensors("a-2.safetensors", "{\"bc\":2}");
        ModelSource one = ModelFile.read(folder.resolve("a-1.safetensors"));
        assertEquals(1, one.getSafetensors().getHeadsCount());
        assertEquals(15, one.getSafetensors().getHeads(0).size());
        assertEquals(CONFIG, one.getSafetensors().getConfigJson());
        Path index =
                Files.writeString(
                        folder.resolve("model.safetensors.index.json"),
                        """
                        {"weight_map": {"a": "a-1.safetensors", "b": "a-2.safetensors",
                         "c": "../../a-2.safetensors"}}""");
        ModelSource both = ModelFile.read(folder);
        assertEquals(both, ModelFile.read(index));
        assertEquals(2, both.getSafetensors().getHeadsCount(), "beside the index only");
        assertEquals(16, both.getSafetensors().getHeads(1).size());
    }

    @Test
    void shouldSayWhatCannotBeRead() throws IOException {
        assertTrue(refusal(folder).contains("is no model.safetensors.index.json"));
        assertTrue(refusal(folder.resolve("x.json")).startsWith("There is no file"));
        Path alone = folder.resolve("alone.safetensors");
        var _ = Files.writeString(alone, "12345678");
        assertTrue(refusal(alone).contains("config.json"), "no config beside it");
        var _ = config();
        // The head says that it has more bytes than any message.
        assertTrue(refusal(alone).contains("longer than a message"));
        Path long1 = folder.resolve("long.json");
        try (RandomAccessFile file = new RandomAccessFile(long1.toFile(), "rw")) {
            file.setLength(ModelFile.BYTES_MAX + 1L);
        }
        assertTrue(refusal(long1).contains("longer than a message"));
    }
}
