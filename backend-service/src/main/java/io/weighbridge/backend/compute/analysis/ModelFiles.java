package io.weighbridge.backend.compute.analysis;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.weighbridge.backend.compute.file.GgufFile;
import io.weighbridge.backend.compute.file.GgufHead;
import io.weighbridge.backend.compute.file.SafetensorsFile;
import io.weighbridge.backend.compute.file.Tensors;
import io.weighbridge.backend.compute.model.ConfigReader;
import io.weighbridge.backend.compute.model.Described;
import io.weighbridge.backend.compute.model.WeightFormat;
import io.weighbridge.backend.platform.fault.Fault;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Finds out what a file or folder says of a model: `config.json`, safetensors with the config
/// beside them, an index of those, or GGUF.
final class ModelFiles {
    private static final String CONFIG = "config.json";
    private static final String INDEX = "model.safetensors.index.json";
    private static final String WHOLE = "model.safetensors";
    static final long CONFIG_BYTES_MAX = 4_000_000;
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(64).build());
    }

    private ModelFiles() {}

    /// @throws Fault INVALID_FIELD when there is nothing that can be read, or it is wrong
    static Subject read(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return folder(path);
        }
        if (!Files.isRegularFile(path)) {
            throw Fault.invalid(
                    "model",
                    path,
                    "config.json, *.safetensors, an index of those, *.gguf or a folder");
        }
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".gguf")) {
            return gguf(GgufFile.read(path));
        }
        if (name.endsWith(".index.json")) {
            return withConfig(path.resolveSibling(CONFIG), SafetensorsFile.readAll(path));
        }
        if (name.endsWith(".safetensors")) {
            return withConfig(path.resolveSibling(CONFIG), SafetensorsFile.read(path));
        }
        return new Subject(ConfigReader.read(config(path)), null, List.of());
    }

    /// A config that is at hand.
    static Subject read(String name, byte[] config) throws IOException {
        return new Subject(ConfigReader.read(config(name, config)), null, List.of());
    }

    private static Subject folder(Path folder) throws IOException {
        if (Files.isRegularFile(folder.resolve(INDEX))) {
            return read(folder.resolve(INDEX));
        }
        if (Files.isRegularFile(folder.resolve(WHOLE))) {
            return read(folder.resolve(WHOLE));
        }
        if (Files.isRegularFile(folder.resolve(CONFIG))) {
            return read(folder.resolve(CONFIG));
        }
        throw Fault.invalid("model", folder, "a folder with config.json");
    }

    private static Subject withConfig(Path config, Tensors tensors) throws IOException {
        if (!Files.isRegularFile(config)) {
            Described unknown =
                    new Described.Unknown(
                            "",
                            -1,
                            WeightFormat.stored("as stored", tensors.bytes(), tensors.elements()),
                            List.of(
                                    "no config.json beside the tensors: only their number and bytes"
                                            + " are known"));
            return new Subject(unknown, tensors, List.of());
        }
        Described described = ConfigReader.read(config(config));
        return new Subject(described, tensors, differences(described, tensors));
    }

    private static Subject gguf(GgufHead head) {
        WeightFormat format =
                WeightFormat.stored(
                        "GGUF, mostly " + head.mainType(),
                        head.tensors().bytes(),
                        head.tensors().elements());
        Described described = ConfigReader.read(GgufConfig.of(head), format);
        return new Subject(described, head.tensors(), differences(described, head.tensors()));
    }

    // What the files hold beside, or short of, what the config explains.
    private static List<String> differences(Described described, Tensors tensors) {
        List<String> notes = new ArrayList<>();
        if (tensors.buffers() > 0) {
            notes.add(
                    String.format(
                            Locale.ROOT,
                            "%,d elements of the files are no parameters: rotation frequencies",
                            tensors.buffers()));
        }
        if (described instanceof Described.Text text
                && !text.format().isPacked()
                && tensors.elements() > 0) {
            long more = tensors.elements() - tensors.buffers() - text.parametersStored();
            if (more != 0 && more == tensors.heads()) {
                notes.add("the head is stored although it is the embedding");
            } else if (more != 0) {
                notes.add(
                        String.format(
                                Locale.ROOT,
                                "the files hold %,d parameters %s than the config explains",
                                Math.abs(more),
                                more > 0 ? "more" : "less"));
            }
        }
        return notes;
    }

    private static JsonNode config(Path file) throws IOException {
        if (Files.size(file) > CONFIG_BYTES_MAX) {
            throw Fault.invalid(
                    "model", file, "a config of at most " + CONFIG_BYTES_MAX + " bytes");
        }
        return config(file.toString(), Files.readAllBytes(file));
    }

    private static JsonNode config(String name, byte[] bytes) throws IOException {
        @Nullable JsonNode node;
        try {
            node = JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw Fault.invalid("model", name, "JSON: " + e.getOriginalMessage());
        }
        return node == null ? JSON.missingNode() : node;
    }
}
