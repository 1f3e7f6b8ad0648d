package io.weighbridge.backend.compute.cost;

import com.google.errorprone.annotations.FormatMethod;

import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.compute.model.Described;
import io.weighbridge.backend.compute.model.WeightFormat;
import io.weighbridge.backend.compute.network.Network;
import io.weighbridge.backend.compute.network.Part;
import io.weighbridge.backend.platform.fault.Fault;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How long a model takes: as long as its operations or as reading its weights and cache, whichever
/// is longer (Williams, Waterman and Patterson, 2009). A prompt is bound by operations, an answer
/// by reading, unless many are written at once.
public final class Roofline {
    private static final MathContext DIGITS = MathContext.DECIMAL64;
    private static final Ratio USABLE = Ratio.of(9, 10);
    private static final long GIGA = 1_000_000_000;
    private static final long TERA = 1_000_000_000_000L;
    private static final long GIB = 1L << 30;

    private final Described.Text model;
    private final Gpu gpu;
    private final Load load;
    private final List<String> steps = new ArrayList<>();

    private Roofline(Described.Text model, Gpu gpu, Load load) {
        this.model = model;
        this.gpu = gpu;
        this.load = load;
    }

    /// What a model that reads tokens does on a GPU.
    public static Prediction predict(Described.Text model, Gpu gpu, Load load) {
        return new Roofline(model, gpu, load).predict();
    }

    private Prediction predict() {
        Network network = model.network();
        long cache =
                Math.multiplyExact(
                        Math.addExact(
                                network.cacheElements(load.contextTokens()),
                                network.stateElements()),
                        load.cacheBytes());
        long weights = model.weightBytes();
        long vram = Math.addExact(weights, Math.multiplyExact(cache, load.batch()));
        Ratio share = Ratio.of(vram, gpu.vramBytes());
        long cards = cards(share, load);
        say(
                "memory: weights %s GiB + %d x cache %s GiB = %s GiB, %s of a card's %s GiB; cards: %d",
                gib(weights),
                load.batch(),
                gib(cache),
                gib(vram),
                places(share),
                gib(gpu.vramBytes()),
                cards);
        Ratio flops = flopsPerSecond(gpu, model.format(), load);
        Ratio bandwidth = bytesPerSecond(gpu, load);
        steps.add(card(gpu, model.format(), load));
        long prompt = network.prefillFlops(load.contextTokens());
        Ratio input = input(prompt, flops, bandwidth, weights);
        long token = model.writes() ? network.decodeFlops(load.contextTokens()) : 0;
        long touched = touched();
        Ratio output = output(token, flops, bandwidth, cache, touched);
        Ratio perSecond = output.equals(Ratio.ZERO) ? Ratio.ZERO : Ratio.of(cards).over(output);
        return new Prediction(
                vram,
                share,
                cards,
                input,
                output,
                perSecond,
                Ratio.of(prompt, load.contextTokens()),
                Ratio.of(token),
                flops,
                bandwidth,
                touched,
                steps);
    }

    /// Operations a second that a card reaches with weights of a format.
    static Ratio flopsPerSecond(Gpu gpu, WeightFormat format, Load load) {
        String arithmetic = gpu.arithmetic(format.arithmetic());
        return Ratio.of(gpu.flopsPerSecond().getOrDefault(arithmetic, 1L))
                .times(Ratio.of(load.flopsShare()));
    }

    /// Bytes a second that it reads of its memory.
    static Ratio bytesPerSecond(Gpu gpu, Load load) {
        return Ratio.of(gpu.bytesPerSecond()).times(Ratio.of(load.bandwidthShare()));
    }

    /// Both, for people.
    static String card(Gpu gpu, WeightFormat format, Load load) {
        return String.format(
                Locale.ROOT,
                "card: %s TFLOP/s (%s, %s of the peak), %s GB/s (%s of the peak)",
                places(flopsPerSecond(gpu, format, load).over(TERA)),
                gpu.arithmetic(format.arithmetic()),
                load.flopsShare().stripTrailingZeros().toPlainString(),
                places(bytesPerSecond(gpu, load).over(GIGA)),
                load.bandwidthShare().stripTrailingZeros().toPlainString());
    }

    /// Cards that one copy lies on: as many as the terms say, or as it needs for nine tenths of
    /// their memory.
    ///
    /// @throws Fault INVALID_FIELD when the terms say fewer than it needs
    static long cards(Ratio share, Load load) {
        long needed = share.over(USABLE).ceiling();
        if (load.cards() != 0 && load.cards() < needed) {
            throw Fault.invalid(
                    "gpu_count",
                    load.cards(),
                    "at least " + needed + ": the weights and the cache need so many");
        }
        return load.cards() == 0 ? needed : load.cards();
    }

    private Ratio input(long work, Ratio flops, Ratio bandwidth, long weights) {
        long tokens = load.contextTokens();
        Ratio computing = Ratio.of(work).over(flops);
        Ratio reading = Ratio.of(weights).over(bandwidth);
        say(
                "prompt of %d tokens: %s TFLOP take %s s, reading the weights %s s",
                tokens, places(Ratio.of(work).over(TERA)), places(computing), places(reading));
        return computing.max(reading).over(tokens);
    }

    private Ratio output(long token, Ratio flops, Ratio bandwidth, long cache, long touched) {
        if (!model.writes()) {
            return Ratio.ZERO;
        }
        long work = Math.multiplyExact(token, load.batch());
        long read = Math.addExact(touched, Math.multiplyExact(cache, load.batch()));
        Ratio computing = Ratio.of(work).over(flops);
        Ratio reading = Ratio.of(read).over(bandwidth);
        say(
                "a token of each of %d answers: %s TFLOP take %s s, reading %s GiB (weights %s) %s s",
                load.batch(),
                places(Ratio.of(work).over(TERA)),
                places(computing),
                gib(read),
                gib(touched),
                places(reading));
        return computing.max(reading).over(load.batch());
    }

    // Bytes of the weights that a batch reads. An expert is read when any of its tokens picks it:
    // with even odds, all but (1 - used/count)^batch of them.
    private long touched() {
        long sum = 0;
        for (Part part : model.network().parts()) {
            long bytes = model.format().bytes(part);
            if (part.copiesUsed() == part.copies()) {
                // Of an embedding only a row for each token.
                sum = Math.addExact(sum, part instanceof Part.Lookup ? 0 : bytes);
            } else {
                BigDecimal missed =
                        BigDecimal.ONE
                                .subtract(Ratio.of(part.copiesUsed(), part.copies()).decimal())
                                .pow(Math.toIntExact(load.batch()), DIGITS);
                sum =
                        Math.addExact(
                                sum,
                                BigDecimal.valueOf(bytes)
                                        .multiply(BigDecimal.ONE.subtract(missed))
                                        .setScale(0, RoundingMode.CEILING)
                                        .longValueExact());
            }
        }
        return sum;
    }

    @FormatMethod
    private void say(String format, Object... values) {
        steps.add(String.format(Locale.ROOT, format, values));
    }

    static String gib(long bytes) {
        return places(Ratio.of(bytes, GIB));
    }

    // Four digits that count, without an exponent.
    static String places(Ratio value) {
        BigDecimal rounded = value.decimal().round(new MathContext(4));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
