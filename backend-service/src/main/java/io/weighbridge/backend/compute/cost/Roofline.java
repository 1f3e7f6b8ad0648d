package io.weighbridge.backend.compute.cost;

import com.google.errorprone.annotations.FormatMethod;

import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.compute.model.Described;
import io.weighbridge.backend.compute.network.Network;
import io.weighbridge.backend.compute.network.Part;

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
    private static final BigDecimal USABLE = new BigDecimal("0.9");
    private static final BigDecimal GIGA = BigDecimal.valueOf(1_000_000_000);
    private static final BigDecimal TERA = BigDecimal.valueOf(1_000_000_000_000L);
    private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);

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
        BigDecimal share = divide(vram, gpu.vramBytes());
        long cards = share.divide(USABLE, 0, RoundingMode.CEILING).longValueExact();
        say(
                "memory: weights %s GiB + %d x cache %s GiB = %s GiB, %s of a card's %s GiB",
                gib(weights),
                load.batch(),
                gib(cache),
                gib(vram),
                places(share),
                gib(gpu.vramBytes()));
        String arithmetic = gpu.arithmetic(model.format().arithmetic());
        BigDecimal flops =
                BigDecimal.valueOf(gpu.flopsPerSecond().getOrDefault(arithmetic, 1L))
                        .multiply(load.flopsShare());
        BigDecimal bandwidth =
                BigDecimal.valueOf(gpu.bytesPerSecond()).multiply(load.bandwidthShare());
        say(
                "card: %s TFLOP/s (%s, %s of the peak), %s GB/s (%s of the peak)",
                places(flops.divide(TERA, DIGITS)),
                arithmetic,
                load.flopsShare(),
                places(bandwidth.divide(GIGA, DIGITS)),
                load.bandwidthShare());
        BigDecimal input = input(flops, bandwidth, weights);
        BigDecimal output = output(flops, bandwidth, cache);
        BigDecimal perSecond =
                output.signum() == 0
                        ? BigDecimal.ZERO
                        : BigDecimal.valueOf(cards).divide(output, DIGITS);
        return new Prediction(vram, share, cards, input, output, perSecond, steps);
    }

    private BigDecimal input(BigDecimal flops, BigDecimal bandwidth, long weights) {
        long tokens = load.contextTokens();
        long work = model.network().prefillFlops(tokens);
        BigDecimal computing = BigDecimal.valueOf(work).divide(flops, DIGITS);
        BigDecimal reading = BigDecimal.valueOf(weights).divide(bandwidth, DIGITS);
        BigDecimal longer = computing.max(reading);
        say(
                "prompt of %d tokens: %s TFLOP take %s s, reading the weights %s s",
                tokens,
                places(BigDecimal.valueOf(work).divide(TERA, DIGITS)),
                places(computing),
                places(reading));
        return longer.divide(BigDecimal.valueOf(tokens), DIGITS);
    }

    private BigDecimal output(BigDecimal flops, BigDecimal bandwidth, long cache) {
        if (!model.writes()) {
            return BigDecimal.ZERO;
        }
        long work =
                Math.multiplyExact(model.network().decodeFlops(load.contextTokens()), load.batch());
        long touched = touched();
        long read = Math.addExact(touched, Math.multiplyExact(cache, load.batch()));
        BigDecimal computing = BigDecimal.valueOf(work).divide(flops, DIGITS);
        BigDecimal reading = BigDecimal.valueOf(read).divide(bandwidth, DIGITS);
        BigDecimal longer = computing.max(reading);
        say(
                "a token of each of %d answers: %s TFLOP take %s s, reading %s GiB (weights %s) %s s",
                load.batch(),
                places(BigDecimal.valueOf(work).divide(TERA, DIGITS)),
                places(computing),
                gib(read),
                gib(touched),
                places(reading));
        return longer.divide(BigDecimal.valueOf(load.batch()), DIGITS);
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
                                .subtract(divide(part.copiesUsed(), part.copies()))
                                .pow(Math.toIntExact(load.batch()), DIGITS);
                sum =
                        Math.addExact(
                                sum,
                                BigDecimal.valueOf(bytes)
                                        .multiply(BigDecimal.ONE.subtract(missed))
                                        .longValue());
            }
        }
        return sum;
    }

    @FormatMethod
    private void say(String format, Object... values) {
        steps.add(String.format(Locale.ROOT, format, values));
    }

    private static BigDecimal divide(long a, long b) {
        return BigDecimal.valueOf(a).divide(BigDecimal.valueOf(b), DIGITS);
    }

    private static String gib(long bytes) {
        return places(BigDecimal.valueOf(bytes).divide(GIB, DIGITS));
    }

    // Four digits that count, without an exponent.
    private static String places(BigDecimal value) {
        BigDecimal rounded = value.round(new MathContext(4));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
