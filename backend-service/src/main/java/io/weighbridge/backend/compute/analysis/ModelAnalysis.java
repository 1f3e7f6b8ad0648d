package io.weighbridge.backend.compute.analysis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.compute.cost.Gas;
import io.weighbridge.backend.compute.file.Tensors;
import io.weighbridge.backend.compute.media.Whisper;
import io.weighbridge.backend.compute.media.Work;
import io.weighbridge.backend.compute.model.Described;
import io.weighbridge.backend.compute.network.Network;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.http.DocumentHttp;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongUnaryOperator;

/// Answers a question about a model.
public final class ModelAnalysis {
    /// How operations are counted.
    public static final String CONVENTION =
            "2 FLOPs per multiply-add over matrix products, convolutions and attention; prefill as"
                    + " served: causal attention, sliding windows kept, logits of the last token"
                    + " only; decode at N: N tokens cached, N+1 attended, MLA absorbed; active"
                    + " parameters include embeddings, head, router and shared experts; diffusion"
                    + " per step without guidance";

    /// What is fetched, for people.
    public static final String CONFIG = "a config.json";

    private final Subject subject;
    private final Question question;
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();
    private final ArrayNode unknown = JsonNodeFactory.instance.arrayNode();
    private @Nullable Placed placed;

    private ModelAnalysis(Subject subject, Question question) {
        this.subject = subject;
        this.question = question;
    }

    /// Analyses a file or folder.
    ///
    /// @throws Fault INVALID_FIELD when it cannot be read, or a number of it is absurd
    public static Analysis of(Path model, Question question) throws IOException {
        return of(model.toString(), ModelFiles.read(model), question);
    }

    /// Analyses the `config.json` at a URL: https, or http on this machine.
    ///
    /// @throws Fault INVALID_FIELD as of a file, SOURCE_UNREACHABLE when nothing came
    public static Analysis of(String url, Question question) throws IOException {
        DocumentHttp http = DocumentHttp.fromAnywhere(CONFIG, ModelContent.CONFIG_BYTES_MAX);
        return of(url, ModelContent.ofConfig(url, http.fetch(url)), question);
    }

    /// Analyses what was read of a model.
    ///
    /// @param name for people
    /// @throws Fault INVALID_FIELD when a number of it is missing or absurd
    public static Analysis of(String name, ModelContent model, Question question) {
        return new ModelAnalysis(model.subject(), question).run(name);
    }

    private Analysis run(String name) {
        json.put("model", name);
        json.put("type", subject.described().type());
        subject.described().unknown().forEach(unknown::add);
        try {
            switch (subject.described()) {
                case Described.Text text -> text(text);
                case Described.Picture picture -> picture(picture);
                case Described.Speech speech -> speech(speech);
                case Described.Unknown nothing -> nothing(nothing);
            }
        } catch (ArithmeticException e) {
            throw Fault.invalid(
                    "model", name, "a model and a context of less than 2^63 operations");
        }
        json.put("convention", CONVENTION);
        ArrayNode notes = json.putArray("notes");
        subject.notes().forEach(notes::add);
        json.set("unknown", unknown);
        return new Analysis(json, placed);
    }

    private void text(Described.Text text) {
        Network network = text.network();
        json.put("kind", text.writes() ? "decoder" : "encoder");
        json.put("params_total", text.parameters());
        json.put("params_active", text.parametersActive());
        json.put("params_stored", text.parametersStored());
        weights(text.weightBytes(), text.format().name());
        long cacheBytes = question.load().cacheBytes();
        json.put(
                "kv_bytes_per_token",
                Math.multiplyExact(network.cacheElementsPerToken(), cacheBytes));
        json.put("state_bytes", Math.multiplyExact(network.stateElements(), cacheBytes));
        if (text.writes()) {
            byContext(
                    "kv_bytes",
                    tokens -> Math.multiplyExact(network.cacheElements(tokens), cacheBytes));
        }
        byContext("flops_prefill", network::prefillFlops);
        byContext("flops_prefill_full_square", network::fullSquareFlops);
        if (text.writes()) {
            byContext("flops_decode", network::decodeFlops);
        } else {
            json.putObject("flops_decode");
        }
        gas(network, text.writes());
        if (text.vision() != null) {
            ObjectNode vision = json.putObject("vision");
            Network tower = text.vision().network();
            vision.put("params", tower.parameters());
            if (text.vision().patches() > 0) {
                vision.put("patches", text.vision().patches());
                vision.put("flops_picture", tower.prefillFlops(text.vision().patches()));
            }
        }
        if (question.gpu() != null) {
            placed =
                    GpuAnalysis.place(
                            text, question.gpu(), question, json.putObject("gpu"), unknown);
        }
    }

    private void byContext(String name, LongUnaryOperator of) {
        ObjectNode values = json.putObject(name);
        for (long tokens : question.contexts()) {
            values.put(Long.toString(tokens), of.applyAsLong(tokens));
        }
    }

    private void gas(Network network, boolean writes) {
        byContext("gas_prefill", tokens -> Gas.of(network.prefillFlops(tokens)));
        ObjectNode prefill = json.putObject("gas_prefill_token");
        ObjectNode decode = json.putObject("gas_decode_token");
        for (long tokens : question.contexts()) {
            String name = Long.toString(tokens);
            prefill.put(name, Gas.perToken(network.prefillFlops(tokens), tokens));
            if (writes) {
                decode.put(name, Gas.perToken(network.decodeFlops(tokens), 1));
            }
        }
    }

    // What the files take when there are files, else what the config's format makes of it.
    private void weights(long reckoned, String format) {
        Tensors tensors = subject.tensors();
        json.put("weight_bytes", tensors == null ? reckoned : tensors.bytes());
        json.put("weight_format", format);
        if (tensors != null) {
            json.put("weight_bytes_running", reckoned);
            json.put("tensors", tensors.count());
            json.put("elements_stored", tensors.elements());
        }
    }

    private void picture(Described.Picture picture) {
        long multiple = picture.net().multiple();
        json.put("kind", picture.net().stepwise() ? "diffusion step" : "picture decoder");
        long parameters = Work.parameters(picture.net().work(multiple, multiple));
        flat(parameters, picture.format().plain().bytes(parameters), picture.format().name());
        ObjectNode sizes =
                json.putObject(picture.net().stepwise() ? "flops_step" : "flops_picture");
        for (long side : question.pictureSides()) {
            if (side % multiple == 0) {
                sizes.put(side + "x" + side, Work.flops(picture.net().work(side, side)));
            } else {
                unknown.add("pictures of " + side + " pixels: widths are multiples of " + multiple);
            }
        }
    }

    private void speech(Described.Speech speech) {
        Whisper whisper = speech.whisper();
        json.put("kind", "speech");
        List<Work> window = whisper.window();
        List<Work> word = whisper.word(0);
        long parameters = Math.addExact(Work.parameters(window), Work.parameters(word));
        flat(parameters, speech.format().plain().bytes(parameters), speech.format().name());
        json.put("window_seconds", Whisper.WINDOW_SECONDS);
        json.put("flops_window", Work.flops(window));
        ObjectNode words = json.putObject("flops_word");
        for (long before : List.of(0L, 100L, 447L)) {
            words.put(Long.toString(before), Work.flops(whisper.word(before)));
        }
        json.put(
                "kv_bytes_window",
                Math.multiplyExact(whisper.cacheElements(0), question.load().cacheBytes()));
    }

    private void flat(long parameters, long bytes, String format) {
        json.put("params_total", parameters);
        json.put("params_active", parameters);
        json.put("params_stored", parameters);
        weights(bytes, format);
    }

    private void nothing(Described.Unknown nothing) {
        json.put("kind", "unknown");
        Tensors tensors = subject.tensors();
        if (tensors != null) {
            json.put("params_stored", tensors.elements() - tensors.buffers());
            json.put("weight_bytes", tensors.bytes());
            json.put("weight_format", nothing.format().name());
        }
        if (nothing.cacheElementsPerToken() >= 0) {
            json.put(
                    "kv_bytes_per_token",
                    Math.multiplyExact(
                            nothing.cacheElementsPerToken(), question.load().cacheBytes()));
            unknown.add("kv_bytes_per_token is of plain attention with the config's numbers");
        }
    }
}
