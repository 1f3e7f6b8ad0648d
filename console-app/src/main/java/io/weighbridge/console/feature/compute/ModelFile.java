package io.weighbridge.console.feature.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;

import io.weighbridge.console.client.ClientException;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ModelSource;
import io.weighbridge.proto.v1.SafetensorsHeads;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/// Reads of a model's files what an analysis needs, and no more: a config, the heads of safetensors
/// with the config beside them, the head of a GGUF file without its words.
final class ModelFile {
    /// The most that fits into a message, with room for the rest of it.
    static final int BYTES_MAX = 4 * 1024 * 1024 - 16 * 1024;

    private static final String CONFIG = "config.json";
    private static final String INDEX = "model.safetensors.index.json";
    private static final String WHOLE = "model.safetensors";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ModelFile() {}

    /// Blocks.
    ///
    /// @param path a file, or the folder of a model
    /// @throws ClientException when it cannot be read, is none of these, or needs more than fits
    ///     into a message
    static ModelSource read(Path path) {
        try {
            return Files.isDirectory(path) ? folder(path) : file(path);
        } catch (NoSuchFileException e) {
            throw new ClientException(
                    "NO_FILE", Texts.of("compute.file.none", String.valueOf(e.getFile())));
        } catch (IOException e) {
            throw new ClientException(
                    "UNREADABLE", Texts.of("compute.file.unreadable", path.toString(), text(e)));
        }
    }

    private static String text(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static ModelSource folder(Path folder) throws IOException {
        for (String name : List.of(INDEX, WHOLE, CONFIG)) {
            if (Files.isRegularFile(folder.resolve(name))) {
                return file(folder.resolve(name));
            }
        }
        throw new ClientException(
                "NO_MODEL", Texts.of("compute.file.folder", folder.toString(), CONFIG));
    }

    private static ModelSource file(Path file) throws IOException {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".gguf")) {
            return ModelSource.newBuilder()
                    .setGgufHead(ByteString.copyFrom(GgufCut.of(file, BYTES_MAX)))
                    .build();
        }
        if (name.endsWith(".safetensors")) {
            return safetensors(file.resolveSibling(CONFIG), List.of(file));
        }
        if (name.endsWith(".safetensors.index.json")) {
            return safetensors(file.resolveSibling(CONFIG), named(file));
        }
        return ModelSource.newBuilder().setConfigJson(whole(file)).build();
    }

    private static List<Path> named(Path index) throws IOException {
        // Beside the index, nowhere else.
        TreeSet<Path> files = new TreeSet<>();
        JsonNode map = JSON.readTree(index.toFile()).path("weight_map");
        map.forEach(
                name ->
                        files.add(
                                index.resolveSibling(
                                        String.valueOf(Path.of(name.asText()).getFileName()))));
        return List.copyOf(files);
    }

    private static ModelSource safetensors(Path config, List<Path> files) throws IOException {
        SafetensorsHeads.Builder heads = SafetensorsHeads.newBuilder().setConfigJson(whole(config));
        long bytes = heads.getConfigJson().length();
        for (Path file : files) {
            byte[] first = beginning(file, Long.BYTES);
            long head = first.length < Long.BYTES ? 0 : length(first);
            bytes += Long.BYTES + head;
            if (head < 0 || bytes > BYTES_MAX) {
                throw tooLong(file);
            }
            heads.addHeads(
                    ByteString.copyFrom(beginning(file, Long.BYTES + Math.toIntExact(head))));
        }
        return ModelSource.newBuilder().setSafetensors(heads).build();
    }

    private static long length(byte[] first) {
        return ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private static String whole(Path file) throws IOException {
        if (Files.size(file) > BYTES_MAX) {
            throw tooLong(file);
        }
        return Files.readString(file);
    }

    private static byte[] beginning(Path file, int most) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(Math.min(most, channel.size())));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // Until it is full.
            }
            byte[] read = new byte[bytes.position()];
            bytes.flip().get(read);
            return read;
        }
    }

    static ClientException tooLong(Path file) {
        return new ClientException("TOO_LONG", Texts.of("compute.file.long", file.toString()));
    }
}
