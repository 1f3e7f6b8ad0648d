package io.weighbridge.backend.compute.curve;

import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.compute.cost.Gas;
import io.weighbridge.backend.compute.cost.Prediction;
import io.weighbridge.backend.compute.cost.Ratio;
import io.weighbridge.backend.compute.cost.Roofline;
import io.weighbridge.backend.compute.cost.ServingTerms;
import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.compute.model.Described;
import io.weighbridge.backend.compute.network.Growth;
import io.weighbridge.backend.compute.network.Network;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.Set;

/// What a call takes of a model on a GPU, by its tokens: the roofline of [Roofline], for each token
/// where it stands in the context. Exact until the one rounding of a count or a cost. Immutable.
///
/// A prompt takes as long as its operations or as one reading of the weights, of a prompt whose
/// beginning is cached the operations of the rest. Each token of an answer takes its part of a step
/// of the batch: as long as its own operations, or as its part of reading the weights and its own
/// cache, at the context that it stands at.
public final class Curve implements Costing {
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final long MS = 1_000;
    private static final long HOUR_SECONDS = 3_600;
    private static final long MIB = 1L << 20;
    // What the network that reads and writes text does not count.
    private static final Unit[] NOT_TEXT = {
        Unit.AUDIO_INPUT_TOKENS,
        Unit.IMAGE_INPUT_TOKENS,
        Unit.AUDIO_OUTPUT_TOKENS,
        Unit.IMAGE_OUTPUT_TOKENS,
        Unit.IMAGES,
        Unit.PIXELS,
        Unit.PIXEL_STEPS,
        Unit.AUDIO_MILLISECONDS,
        Unit.VIDEO_MILLISECONDS
    };

    private final Basis basis;
    private final boolean writes;
    private final long longest;
    private final Growth promptFlops;
    private final BigInteger headFlops;
    private final Growth answerFlops;
    // Times are whole numbers of a part of a second of one card.
    private final BigInteger timeOfFlop;
    private final BigInteger promptTimeLeast;
    private final Growth answerTime;
    private final Ratio msOfTime;
    private final Ratio mibMsOfTime;
    // Of a nano of an hour's price.
    private final Ratio costOfTime;
    private final Ratio costOfFlop;
    private final Ratio costOfMs;

    /// What a call does.
    ///
    /// @param flops its operations
    /// @param time of one card
    private record Work(BigInteger flops, BigInteger time) {}

    private Curve(
            Described.Text model, Gpu gpu, ServingTerms terms, Prediction on, BigInteger batch) {
        Network network = model.network();
        basis = terms.basis();
        writes = model.writes();
        longest = terms.contextTokens();
        promptFlops = network.promptFlops();
        headFlops = BigInteger.valueOf(network.headFlops());
        answerFlops = network.answerFlops();
        Ratio flops = on.flopsPerSecond();
        Ratio bytes = on.bytesPerSecond();
        // What all times are whole numbers of: 1 / (operations a second x bytes a second x batch).
        BigInteger parts = flops.numerator().multiply(bytes.numerator()).multiply(batch);
        timeOfFlop = flops.denominator().multiply(bytes.numerator()).multiply(batch);
        BigInteger timeOfByte = bytes.denominator().multiply(flops.numerator());
        promptTimeLeast =
                BigInteger.valueOf(model.weightBytes()).multiply(timeOfByte).multiply(batch);
        Growth computing = answerFlops.times(timeOfFlop);
        Growth reading =
                network.answerElements()
                        .times(BigInteger.valueOf(terms.cacheBytes()).multiply(batch))
                        .plus(BigInteger.valueOf(on.readBytes()))
                        .times(timeOfByte);
        answerTime = computing.max(reading);
        Ratio second = new Ratio(BigInteger.ONE, parts);
        Ratio share = terms.wholeCards() ? Ratio.ONE : on.vramShare().over(on.cards());
        msOfTime = second.times(MS);
        mibMsOfTime = msOfTime.times(share).times(Ratio.of(gpu.vramBytes(), MIB));
        costOfTime = second.times(share).over(HOUR_SECONDS);
        costOfFlop = Ratio.ONE.over(flops).over(HOUR_SECONDS);
        costOfMs = share.times(on.cards()).over(HOUR_SECONDS * MS).over(terms.batch());
    }

    /// Of a model on a GPU under terms that were checked.
    ///
    /// @throws io.weighbridge.backend.platform.fault.Fault INVALID_FIELD when it does not fit
    /// @throws ArithmeticException when a sum of it is beyond 2^63
    public static Curve of(Described.Text model, Gpu gpu, ServingTerms terms) {
        Prediction prediction = Roofline.predict(model, gpu, terms.load());
        return new Curve(model, gpu, terms, prediction, BigInteger.valueOf(terms.batch()));
    }

    @Override
    public boolean writes() {
        return writes;
    }

    @Override
    public Set<Unit> sizes() {
        return Set.of();
    }

    // A call that turns out to have found nothing in a cache takes the most. Output that is
    // allowed, be it by the service's default, is none where the model writes nothing. Where what
    // it takes is told too, it may be more than text: in the end it may be text alone, and nothing
    // told of what it took.
    @Override
    public long countAtMost(Unit unit, Units units) {
        Units most =
                units.has(Unit.CACHED_INPUT_TOKENS)
                        ? units.with(Unit.CACHED_INPUT_TOKENS, 0)
                        : units;
        if (units.has(unit)) {
            for (Unit other : NOT_TEXT) {
                most = most.has(other) ? most.with(other, 0) : most;
            }
        }
        return count(unit, writes ? most : most.with(Unit.OUTPUT_TOKENS, 0));
    }

    @Override
    public long count(Unit unit, Units units) {
        Work work = work(units);
        if (work == null) {
            return UNKNOWN;
        }
        return switch (unit) {
            case GIGAFLOPS -> atMost(Gas.of(work.flops));
            case GPU_MILLISECONDS -> ceiling(work.time, msOfTime);
            case VRAM_MIB_MILLISECONDS -> ceiling(work.time, mibMsOfTime);
            default -> throw new IllegalArgumentException("unit: " + unit + " (expected: compute)");
        };
    }

    @Override
    public CallCost cost(Units units, long hourNanos, long computeMs) {
        Work work = work(units);
        BigInteger hour = BigInteger.valueOf(hourNanos);
        long predicted = CallCost.UNKNOWN;
        if (work != null) {
            predicted =
                    basis == Basis.FLOPS
                            ? halfEven(work.flops.multiply(hour), costOfFlop)
                            : halfEven(work.time.multiply(hour), costOfTime);
        }
        long measured =
                computeMs < 0
                        ? CallCost.UNKNOWN
                        : halfEven(BigInteger.valueOf(computeMs).multiply(hour), costOfMs);
        return new CallCost(basis, predicted, measured);
    }

    @Override
    public Basis basis() {
        return basis;
    }

    // Null when the units do not tell it.
    private @Nullable Work work(Units units) {
        long input = units.get(Unit.INPUT_TOKENS);
        long output = units.get(Unit.OUTPUT_TOKENS);
        if (!units.has(Unit.INPUT_TOKENS) || !isCount(input) || !isCount(output)) {
            return null;
        }
        for (Unit unit : NOT_TEXT) {
            if (units.get(unit) != 0) {
                return null;
            }
        }
        if (output > 0 && !writes) {
            return null;
        }
        BigInteger flops = BigInteger.ZERO;
        BigInteger time = BigInteger.ZERO;
        if (input > 0) {
            // The last token is worked through also when all of them are cached. What sees both
            // ways, which no model does that writes, has no use for a cache.
            long cached =
                    writes ? Math.clamp(units.get(Unit.CACHED_INPUT_TOKENS), 0, input - 1) : 0;
            flops = writes ? promptFlops.sum(cached, input).add(headFlops) : ofManyPrompts(input);
            time = flops.multiply(timeOfFlop).max(promptTimeLeast);
        }
        if (output > 0) {
            flops = flops.add(answerFlops.sum(input, input + output));
            time = time.add(answerTime.sum(input, input + output));
        }
        return new Work(flops, time);
    }

    // Texts for an encoder come many in a call, and each looks at itself alone: as if they were as
    // long as they can be, which is the most that they take.
    private BigInteger ofManyPrompts(long input) {
        BigInteger full = BigInteger.valueOf(input / longest);
        return full.multiply(promptFlops.sum(longest))
                .add(promptFlops.sum(input % longest))
                .add(headFlops.multiply(BigInteger.valueOf(Math.ceilDiv(input, longest))));
    }

    private static boolean isCount(long count) {
        return count >= 0 && count <= Unit.COUNT_MAX;
    }

    private static long ceiling(BigInteger amount, Ratio of) {
        BigInteger[] parts = amount.multiply(of.numerator()).divideAndRemainder(of.denominator());
        return atMost(parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE));
    }

    private static long atMost(BigInteger count) {
        return count.min(LONG_MAX).longValueExact();
    }

    // Unknown when it is above what a long holds.
    private static long halfEven(BigInteger amount, Ratio of) {
        BigInteger[] parts = amount.multiply(of.numerator()).divideAndRemainder(of.denominator());
        int rest = parts[1].shiftLeft(1).compareTo(of.denominator());
        boolean up = rest > 0 || (rest == 0 && parts[0].testBit(0));
        BigInteger nanos = up ? parts[0].add(BigInteger.ONE) : parts[0];
        return nanos.compareTo(LONG_MAX) > 0 ? CallCost.UNKNOWN : nanos.longValueExact();
    }
}
