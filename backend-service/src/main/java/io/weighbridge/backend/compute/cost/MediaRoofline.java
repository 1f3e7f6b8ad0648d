package io.weighbridge.backend.compute.cost;

import com.google.errorprone.annotations.FormatMethod;

import io.weighbridge.backend.compute.cost.MediaCurve.Taken;
import io.weighbridge.backend.compute.cost.PictureCurve.Stage;
import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.compute.media.PictureNet;
import io.weighbridge.backend.compute.media.Whisper;
import io.weighbridge.backend.compute.media.Work;
import io.weighbridge.backend.compute.model.Described;
import io.weighbridge.backend.compute.model.PictureParts;
import io.weighbridge.backend.compute.model.PictureParts.TextEncoder;
import io.weighbridge.backend.compute.model.WeightFormat;
import io.weighbridge.backend.compute.network.Part;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.Unit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How long pictures and recordings take, by the same roofline as [Roofline]: each network as long
/// as its operations, or as reading its weights once for all that the batch makes at a time.
public final class MediaRoofline {
    private static final long TERA = 1_000_000_000_000L;

    private final Gpu gpu;
    private final Load load;
    private final Ratio bandwidth;
    private final List<String> steps = new ArrayList<>();

    private MediaRoofline(Gpu gpu, Load load) {
        this.gpu = gpu;
        this.load = load;
        this.bandwidth = Roofline.bytesPerSecond(gpu, load);
    }

    /// What a model that makes pictures does on a GPU: those of its parts that the terms say. What
    /// it has not of them is named by [#missing] and not counted.
    ///
    /// @throws Fault INVALID_FIELD when the size does not suit it, or nothing is left to count
    public static MediaPrediction predict(
            PictureParts parts, Gpu gpu, Load load, PictureTerms terms) {
        return new MediaRoofline(gpu, load).pictures(parts, terms);
    }

    /// What a model that writes down speech does on a GPU.
    ///
    /// @throws Fault INVALID_FIELD when it writes fewer words than the terms say
    public static MediaPrediction predict(
            Described.Speech speech, Gpu gpu, Load load, SpeechTerms terms) {
        return new MediaRoofline(gpu, load).speech(speech, terms);
    }

    /// What the terms say that runs, and the model has not: it is in no figure.
    public static List<String> missing(PictureParts parts, PictureTerms terms) {
        List<String> missing = new ArrayList<>();
        Described.Picture denoiser = parts.denoiser();
        if (terms.parts().contains(PicturePart.TEXT_ENCODERS)) {
            long needed = denoiser == null ? 0 : denoiser.net().textEncoders();
            long has = parts.encoders().size();
            if (denoiser == null && has == 0) {
                missing.add("the networks that read the text: the model has none");
            } else if (has < needed) {
                missing.add(
                        "the networks that read the text: the model has " + has + " of " + needed);
            }
        }
        if (terms.parts().contains(PicturePart.DENOISER) && denoiser == null) {
            missing.add("the steps: the model has no network that takes noise away");
        }
        if (terms.parts().contains(PicturePart.DECODER) && parts.decoder() == null) {
            missing.add("the decoder that makes the picture: the model has none");
        }
        return List.copyOf(missing);
    }

    private MediaPrediction pictures(PictureParts parts, PictureTerms terms) {
        List<Stage> stages = new ArrayList<>();
        List<String> said = new ArrayList<>();
        long weights = 0;
        if (terms.parts().contains(PicturePart.TEXT_ENCODERS)) {
            for (TextEncoder each : parts.encoders()) {
                weights = Math.addExact(weights, each.text().weightBytes());
                stages.add(stage(each, terms, stages.size() + 1, said));
            }
        }
        Described.Picture denoiser = parts.denoiser();
        if (terms.parts().contains(PicturePart.DENOISER) && denoiser != null) {
            weights = Math.addExact(weights, stored(denoiser));
            stages.add(stage("a step", denoiser, terms.steps() * terms.runs(), terms, said));
        }
        Described.Picture decoder = parts.decoder();
        if (terms.parts().contains(PicturePart.DECODER) && decoder != null) {
            weights = Math.addExact(weights, stored(decoder));
            stages.add(stage("decoding", decoder, 1, terms, said));
        }
        if (stages.isEmpty()) {
            throw Fault.invalid(
                    "terms.picture.parts",
                    terms.parts(),
                    "at least one that the model has: " + missing(parts, terms));
        }
        Ratio share = Ratio.of(weights, gpu.vramBytes());
        long cards = Roofline.cards(share, load);
        say(
                "memory: weights %s GiB, %s of a card's %s GiB; cards: %d; what networks hold while"
                        + " they work is not counted",
                Roofline.gib(weights),
                Roofline.places(share),
                Roofline.gib(gpu.vramBytes()),
                cards);
        steps.addAll(said);
        PictureCurve curve = new PictureCurve(stages);
        total(
                "a picture of " + terms.width() + " x " + terms.height(),
                curve.taken(Ratio.of(terms.pixels())));
        return new MediaPrediction(
                weights,
                share,
                cards,
                stages.stream().map(Stage::flopsPerSecond).min(Ratio::compareTo).orElseThrow(),
                curve,
                Unit.PIXELS,
                terms.pixels(),
                steps);
    }

    // The decoder is loaded with the encoder that is stored beside it.
    private static long stored(Described.Picture picture) {
        return picture.format().plain().bytes(picture.net().parametersStored());
    }

    private Stage stage(TextEncoder encoder, PictureTerms terms, int number, List<String> said) {
        Described.Text text = encoder.text();
        long read = 0;
        for (Part part : text.network().parts()) {
            // Of an embedding only a row for each word.
            long bytes = part instanceof Part.Lookup ? 0 : text.format().bytes(part);
            read = Math.addExact(read, bytes);
        }
        return stage(
                "reading the text, network " + number,
                Quadratic.constant(text.network().prefillFlops(encoder.words())),
                text.format(),
                read,
                terms.runs(),
                false,
                terms,
                said);
    }

    private Stage stage(
            String name,
            Described.Picture picture,
            long runs,
            PictureTerms terms,
            List<String> said) {
        PictureNet net = picture.net();
        long side = net.multiple();
        if (terms.width() % side != 0 || terms.height() % side != 0) {
            throw Fault.invalid(
                    "terms.picture.width",
                    terms.width() + ", and a height of " + terms.height(),
                    "multiples of " + side);
        }
        Quadratic flops =
                Quadratic.through(side * side, many -> Work.flops(net.work(side, many * side)));
        long read = picture.format().plain().bytes(Work.parameters(net.work(side, side)));
        return stage(name, flops, picture.format(), read, runs, net.stepwise(), terms, said);
    }

    private Stage stage(
            String name,
            Quadratic flops,
            WeightFormat format,
            long readBytes,
            long runs,
            boolean stepwise,
            PictureTerms terms,
            List<String> said) {
        Ratio flopsPerSecond = Roofline.flopsPerSecond(gpu, format, load);
        Ratio reading = Ratio.of(readBytes).over(bandwidth).over(load.batch());
        Stage stage = new Stage(name, flops, flopsPerSecond, reading, Ratio.of(runs), stepwise);
        Ratio once = flops.at(Ratio.of(terms.pixels()));
        String card = Roofline.card(gpu, format, load);
        if (!said.contains(card)) {
            said.add(card);
        }
        said.add(
                String.format(
                        Locale.ROOT,
                        "%s: %d x %s TFLOP take %s s each, its part of reading %s GiB for %d pictures"
                                + " %s s each",
                        name,
                        runs,
                        Roofline.places(once.over(TERA)),
                        Roofline.places(once.over(flopsPerSecond)),
                        Roofline.gib(readBytes),
                        load.batch(),
                        Roofline.places(reading)));
        return stage;
    }

    private MediaPrediction speech(Described.Speech speech, SpeechTerms terms) {
        Whisper whisper = speech.whisper();
        if (terms.wordsPerWindow() > whisper.wordsMax()) {
            throw Fault.invalid(
                    "terms.speech.words_per_window",
                    terms.wordsPerWindow(),
                    "at most " + whisper.wordsMax() + ", which the model writes of a window");
        }
        List<Work> hearing = whisper.window();
        List<Work> writing = whisper.word(0);
        long hearingBytes = bytes(speech, Work.parameters(hearing));
        long writingBytes = bytes(speech, Work.parameters(writing));
        long cache =
                Math.multiplyExact(
                        whisper.cacheElements(terms.wordsPerWindow()), load.cacheBytes());
        long vram =
                Math.addExact(
                        Math.addExact(hearingBytes, writingBytes),
                        Math.multiplyExact(cache, load.batch()));
        Ratio share = Ratio.of(vram, gpu.vramBytes());
        long cards = Roofline.cards(share, load);
        say(
                "memory: weights %s GiB + %d x cache %s GiB, %s of a card's %s GiB; cards: %d",
                Roofline.gib(hearingBytes + writingBytes),
                load.batch(),
                Roofline.gib(cache),
                Roofline.places(share),
                Roofline.gib(gpu.vramBytes()),
                cards);
        Ratio flops = Roofline.flopsPerSecond(gpu, speech.format(), load);
        steps.add(Roofline.card(gpu, speech.format(), load));
        Ratio work = Ratio.of(Work.flops(hearing));
        Taken window =
                new Taken(work.over(flops).max(reading(hearingBytes)), work.over(flops), work);
        total("hearing a window of 30 s, also a begun one", window);
        Taken words = words(whisper, writingBytes, flops, terms.wordsPerWindow());
        total("writing " + terms.wordsPerWindow() + " words of a full window", words);
        SpeechCurve curve = new SpeechCurve(window, words);
        total(
                "a recording of " + terms.recordingMs() + " ms",
                curve.taken(Ratio.of(terms.recordingMs())));
        return new MediaPrediction(
                vram,
                share,
                cards,
                flops,
                curve,
                Unit.AUDIO_MILLISECONDS,
                terms.recordingMs(),
                steps);
    }

    private static long bytes(Described.Speech speech, long parameters) {
        return speech.format().plain().bytes(parameters);
    }

    private Ratio reading(long bytes) {
        return Ratio.of(bytes).over(bandwidth).over(load.batch());
    }

    // Each word reads the decoder, shared by the batch, and its own window's keys and values.
    private Taken words(Whisper whisper, long decoderBytes, Ratio flops, long count) {
        long first = Work.flops(whisper.word(0));
        long more = Work.flops(whisper.word(1)) - first;
        Ratio shared = reading(decoderBytes);
        Taken sum = Taken.NOTHING;
        for (long before = 0; before < count; before++) {
            Ratio work = Ratio.of(Math.addExact(first, Math.multiplyExact(before, more)));
            long cache = Math.multiplyExact(whisper.cacheElements(before), load.cacheBytes());
            Ratio reading = shared.plus(Ratio.of(cache).over(bandwidth));
            Ratio computing = work.over(flops);
            sum = sum.plus(new Taken(computing.max(reading), computing, work));
        }
        return sum;
    }

    private void total(String what, Taken taken) {
        say(
                "%s: %s TFLOP, %s s of a card",
                what, Roofline.places(taken.flops().over(TERA)), Roofline.places(taken.seconds()));
    }

    @FormatMethod
    private void say(String format, Object... values) {
        steps.add(String.format(Locale.ROOT, format, values));
    }
}
