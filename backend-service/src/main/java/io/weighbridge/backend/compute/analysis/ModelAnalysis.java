package io.weighbridge.backend.compute.analysis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.compute.cost.Gas;
import io.weighbridge.backend.compute.cost.MediaPrediction;
import io.weighbridge.backend.compute.cost.MediaRoofline;
import io.weighbridge.backend.compute.cost.MediaTerms;
import io.weighbridge.backend.compute.cost.PictureTerms;
import io.weighbridge.backend.compute.cost.SpeechTerms;
import io.weighbridge.backend.compute.file.Tensors;
import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.compute.media.Whisper;
import io.weighbridge.backend.compute.media.Work;
import io.weighbridge.backend.compute.model.Described;
import io.weighbridge.backend.compute.model.PictureParts;
import io.weighbridge.backend.compute.network.Network;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.http.DocumentHttp;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

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
    private final List<String> notes = new ArrayList<>();
    private final Set<Long> unsuitable = new HashSet<>();
    private @Nullable Placed placed;
    private @Nullable PlacedMedia placedMedia;

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
                case Described.Pipeline pipeline -> pipeline(pipeline);
                case Described.Speech speech -> speech(speech);
                case Described.Unknown nothing -> nothing(nothing);
            }
        } catch (ArithmeticException e) {
            throw Fault.invalid(
                    "model", name, "a model and a context of less than 2^63 operations");
        }
        json.put("convention", CONVENTION);
        ArrayNode said = json.putArray("notes");
        subject.notes().forEach(said::add);
        notes.forEach(said::add);
        json.set("unknown", unknown);
        return new Analysis(json, placed, placedMedia);
    }

    private void text(Described.Text text) {
        requireNoMedia("reads tokens", question.media());
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
        if (network.readsApart()) {
            notes.add(
                    "an encoder reads the prompt and a decoder writes the answer: what is cached is"
                            + " what was read and what was written together; the decoder does"
                            + " nothing for a prompt but the keys and values of what was read");
        }
        if (text.vision() != null) {
            ObjectNode vision = json.putObject("vision");
            Network tower = text.vision().network();
            vision.put("params", tower.parameters());
            if (text.vision().patches() > 0) {
                vision.put("patches", text.vision().patches());
                vision.put("flops_picture", tower.prefillFlops(text.vision().patches()));
            }
        }
        longestContext();
        if (question.gpu() != null) {
            placed =
                    GpuAnalysis.place(
                            text, question.gpu(), question, json.putObject("gpu"), unknown);
        }
    }

    private void longestContext() {
        long longest = subject.longestContext();
        if (longest == 0) {
            return;
        }
        json.put("longest_context", longest);
        LongStream asked =
                LongStream.concat(
                        question.contexts().stream().mapToLong(Long::longValue),
                        LongStream.of(
                                question.gpu() == null ? 0 : question.load().contextTokens()));
        String longer =
                asked.filter(tokens -> tokens > longest)
                        .distinct()
                        .mapToObj(Long::toString)
                        .collect(Collectors.joining(", "));
        if (!longer.isEmpty()) {
            notes.add(
                    "a context of "
                            + longer
                            + " tokens is longer than the "
                            + longest
                            + " that the model is made for");
        }
    }

    private static void requireNoMedia(String what, @Nullable MediaTerms media) {
        if (media != null) {
            throw Fault.invalid(
                    media instanceof PictureTerms ? "terms.picture" : "terms.speech",
                    "set",
                    "none: the model " + what);
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
        boolean stepwise = picture.net().stepwise();
        json.put("kind", stepwise ? "diffusion step" : "picture decoder");
        long parameters = parameters(picture);
        flat(
                parameters,
                picture.net().parametersStored(),
                picture.format().plain().bytes(parameters),
                picture.format().name());
        sizes(picture);
        place(PictureParts.of(picture));
    }

    private static long parameters(Described.Picture picture) {
        long multiple = picture.net().multiple();
        return Work.parameters(picture.net().work(multiple, multiple));
    }

    private void sizes(Described.Picture picture) {
        long multiple = picture.net().multiple();
        ObjectNode sizes =
                json.putObject(picture.net().stepwise() ? "flops_step" : "flops_picture");
        for (long side : question.pictureSides()) {
            if (side % multiple == 0) {
                sizes.put(side + "x" + side, Work.flops(picture.net().work(side, side)));
            } else {
                unsuitable.add(side);
                unknown.add("pictures of " + side + " pixels: widths are multiples of " + multiple);
            }
        }
    }

    private void pipeline(Described.Pipeline pipeline) {
        PictureParts parts = pipeline.parts();
        json.put("kind", "pipeline");
        long parameters = 0;
        long stored = 0;
        long bytes = 0;
        long reading = 0;
        Set<String> formats = new LinkedHashSet<>();
        for (PictureParts.TextEncoder each : parts.encoders()) {
            parameters = Math.addExact(parameters, each.text().parameters());
            stored = Math.addExact(stored, each.text().parametersStored());
            bytes = Math.addExact(bytes, each.text().weightBytes());
            reading = Math.addExact(reading, each.text().network().prefillFlops(each.words()));
            formats.add(each.text().format().name());
        }
        for (Described.Picture each :
                Stream.of(parts.denoiser(), parts.decoder()).filter(Objects::nonNull).toList()) {
            long of = parameters(each);
            parameters = Math.addExact(parameters, of);
            stored = Math.addExact(stored, each.net().parametersStored());
            bytes = Math.addExact(bytes, each.format().plain().bytes(of));
            formats.add(each.format().name());
            sizes(each);
        }
        flat(parameters, stored, bytes, String.join(", ", formats));
        json.put("flops_text", reading);
        place(parts);
    }

    private void place(@Nullable PictureParts parts) {
        if (question.media() instanceof SpeechTerms speech) {
            requireNoMedia("makes pictures", speech);
        }
        if (parts != null
                && question.gpu() != null
                && question.media() instanceof PictureTerms terms) {
            MediaRoofline.missing(parts, terms).forEach(unknown::add);
            place(
                    MediaRoofline.predict(parts, question.gpu(), question.load(), terms),
                    question.gpu());
        }
    }

    private void place(MediaPrediction prediction, Gpu gpu) {
        List<Long> sides = new ArrayList<>(question.pictureSides());
        sides.removeAll(unsuitable);
        placedMedia =
                GpuAnalysis.place(prediction, gpu, question, sides, json.putObject("gpu"), unknown);
    }

    private void speech(Described.Speech speech) {
        Whisper whisper = speech.whisper();
        json.put("kind", "speech");
        List<Work> window = whisper.window();
        List<Work> word = whisper.word(0);
        long parameters = Math.addExact(Work.parameters(window), Work.parameters(word));
        flat(
                parameters,
                parameters,
                speech.format().plain().bytes(parameters),
                speech.format().name());
        json.put("window_seconds", Whisper.WINDOW_SECONDS);
        json.put("flops_window", Work.flops(window));
        ObjectNode words = json.putObject("flops_word");
        for (long before : List.of(0L, 100L, 447L)) {
            words.put(Long.toString(before), Work.flops(whisper.word(before)));
        }
        json.put(
                "kv_bytes_window",
                Math.multiplyExact(whisper.cacheElements(0), question.load().cacheBytes()));
        if (question.media() instanceof PictureTerms pictures) {
            requireNoMedia("writes down speech", pictures);
        }
        if (question.gpu() != null && question.media() instanceof SpeechTerms terms) {
            place(
                    MediaRoofline.predict(speech, question.gpu(), question.load(), terms),
                    question.gpu());
        }
    }

    private void flat(long parameters, long stored, long bytes, String format) {
        json.put("params_total", parameters);
        json.put("params_active", parameters);
        json.put("params_stored", stored);
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
