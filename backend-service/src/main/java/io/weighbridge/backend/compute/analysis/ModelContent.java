package io.weighbridge.backend.compute.analysis;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What was read of a model's files: all that an analysis needs, and small.
///
/// @param config as Hugging Face has it, null when there are only tensors
/// @param tensors what they come to, null when only the config was read
/// @param ggufType what most bytes of a GGUF file are stored as, empty for other files
public record ModelContent(@Nullable JsonNode config, @Nullable Tensors tensors, String ggufType) {
    /// The largest config.
    public static final long CONFIG_BYTES_MAX = 4_000_000;

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(64).build());
    }

    /// Of a `config.json`.
    ///
    /// @param name for people
    /// @throws Fault INVALID_FIELD when it is no JSON
    public static ModelContent ofConfig(String name, byte[] config) throws IOException {
        return new ModelContent(parse(name, config), null, "");
    }

    /// Of the beginning of a GGUF file, with all of its metadata and its list of tensors.
    ///
    /// @param name for people
    /// @throws Fault INVALID_FIELD when it is none, ends too early, or contradicts itself
    public static ModelContent ofGgufHead(String name, byte[] head) throws IOException {
        return of(GgufFile.readHead(name, head));
    }

    /// Of the beginnings of all safetensors files of a model, each with its whole head.
    ///
    /// @param name for people
    /// @throws Fault INVALID_FIELD when one is none, ends too early, or contradicts itself
    public static ModelContent ofSafetensorsHeads(
            String name, byte[] config, Iterable<byte[]> heads) throws IOException {
        Tensors sum = Tensors.NONE;
        for (byte[] head : heads) {
            sum = SafetensorsFile.plus(name, sum, SafetensorsFile.readHead(name, head));
        }
        return new ModelContent(parse(name, config), sum, "");
    }

    /// The config as JSON, to be kept: in ASCII, since a text in JSON can hold what no store takes.
    public String configText() {
        try {
            return JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(config);
        } catch (JsonProcessingException e) {
            throw Fault.internal("a config that was read cannot be written", e);
        }
    }

    static ModelContent of(GgufHead head) {
        return new ModelContent(GgufConfig.of(head), head.tensors(), head.mainType());
    }

    private static JsonNode parse(String name, byte[] bytes) throws IOException {
        if (bytes.length > CONFIG_BYTES_MAX) {
            throw Fault.invalid(
                    "model", name, "a config of at most " + CONFIG_BYTES_MAX + " bytes");
        }
        @Nullable JsonNode node;
        try {
            node = JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw Fault.invalid("model", name, "JSON: " + e.getOriginalMessage());
        }
        return node == null ? JSON.missingNode() : node;
    }

    /// What it describes.
    ///
    /// @throws Fault INVALID_FIELD when a number of it is missing or absurd
    public Described described() {
        return subject().described();
    }

    /// @throws Fault INVALID_FIELD when a number of it is missing or absurd
    Subject subject() {
        if (config == null) {
            return withoutConfig(tensors == null ? Tensors.NONE : tensors);
        }
        if (tensors == null) {
            return new Subject(
                    ConfigReader.read(config),
                    null,
                    List.of(),
                    ConfigReader.longestContext(config));
        }
        Described described =
                ggufType.isEmpty()
                        ? ConfigReader.read(config)
                        : ConfigReader.read(
                                config,
                                WeightFormat.stored(
                                        "GGUF, mostly " + ggufType,
                                        tensors.bytes(),
                                        tensors.elements()));
        return new Subject(
                described,
                tensors,
                differences(described, tensors),
                ConfigReader.longestContext(config));
    }

    private static Subject withoutConfig(Tensors tensors) {
        Described unknown =
                new Described.Unknown(
                        "",
                        -1,
                        WeightFormat.stored("as stored", tensors.bytes(), tensors.elements()),
                        List.of(
                                "no config.json beside the tensors: only their number and bytes are"
                                        + " known"));
        return new Subject(unknown, tensors, List.of(), 0);
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
}
