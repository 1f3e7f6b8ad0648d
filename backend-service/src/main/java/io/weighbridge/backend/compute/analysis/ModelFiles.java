package io.weighbridge.backend.compute.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.compute.file.GgufFile;
import io.weighbridge.backend.compute.file.SafetensorsFile;
import io.weighbridge.backend.compute.file.Tensors;
import io.weighbridge.backend.platform.fault.Fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Finds out what a file or folder says of a model: `config.json`, safetensors with the config
/// beside them, an index of those, or GGUF.
final class ModelFiles {
    private static final String CONFIG = "config.json";
    private static final String INDEX = "model.safetensors.index.json";
    private static final String WHOLE = "model.safetensors";

    private static final String PIPELINE = "model_index.json";
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,100}");

    private ModelFiles() {}

    /// @throws Fault INVALID_FIELD when there is nothing that can be read, or it is wrong
    static ModelContent read(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return folder(path);
        }
        if (!Files.isRegularFile(path)) {
            throw Fault.invalid(
                    "model",
                    path,
                    "config.json, model_index.json, *.safetensors, an index of those, *.gguf or a"
                            + " folder");
        }
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".gguf")) {
            return ModelContent.of(GgufFile.read(path));
        }
        if (name.endsWith(".index.json")) {
            return withConfig(path.resolveSibling(CONFIG), SafetensorsFile.readAll(path));
        }
        if (name.endsWith(".safetensors")) {
            return withConfig(path.resolveSibling(CONFIG), SafetensorsFile.read(path));
        }
        return name.equals(PIPELINE) ? pipeline(path) : config(path);
    }

    // With the config of each part, where there is one, in place of the name of its class.
    private static ModelContent pipeline(Path index) throws IOException {
        JsonNode config = config(index).config();
        if (!(config instanceof ObjectNode whole)) {
            throw Fault.invalid("model", index, "a JSON object");
        }
        ObjectNode filled = whole.deepCopy();
        for (Map.Entry<String, JsonNode> each : whole.properties()) {
            Path part = index.resolveSibling(each.getKey()).resolve(CONFIG);
            if (NAME.matcher(each.getKey()).matches() && Files.isRegularFile(part)) {
                filled.set(each.getKey(), config(part).config());
            }
        }
        return new ModelContent(filled, null, "");
    }

    private static ModelContent folder(Path folder) throws IOException {
        if (Files.isRegularFile(folder.resolve(PIPELINE))) {
            return read(folder.resolve(PIPELINE));
        }
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

    private static ModelContent withConfig(Path config, Tensors tensors) throws IOException {
        return Files.isRegularFile(config)
                ? new ModelContent(config(config).config(), tensors, "")
                : new ModelContent(null, tensors, "");
    }

    private static ModelContent config(Path file) throws IOException {
        if (Files.size(file) > ModelContent.CONFIG_BYTES_MAX) {
            throw Fault.invalid(
                    "model",
                    file,
                    "a config of at most " + ModelContent.CONFIG_BYTES_MAX + " bytes");
        }
        return ModelContent.ofConfig(file.toString(), Files.readAllBytes(file));
    }
}
