package io.weighbridge.backend.compute.curve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.compute.cost.Gas;
import io.weighbridge.backend.compute.cost.Prediction;
import io.weighbridge.backend.compute.cost.Ratio;
import io.weighbridge.backend.compute.cost.Roofline;
import io.weighbridge.backend.compute.cost.ServingTerms;
import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.compute.gpu.GpuCatalogue;
import io.weighbridge.backend.compute.model.Described;
import io.weighbridge.backend.compute.network.Network;
import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/// A call by its curve against the roofline, token by token.
final class CurveTest {
    private static final Gpu H100 = GpuCatalogue.load().find("h100");
    private static final long HOUR_NANOS = 2_690_000_000L;
    private static final List<String> MODELS =
            List.of(
                    Configs.LLAMA_3_8B,
                    Configs.MIXTRAL,
                    Configs.DEEPSEEK_V3,
                    Configs.QWEN_3_NEXT,
                    Configs.GPT_OSS_20B,
                    Configs.GEMMA_2_2B.replace(":4096}", ":7}"));
    private static final String BERT =
            "{'model_type':'bert','vocab_size':30522,'hidden_size':768,'num_hidden_layers':12,"
                    + "'num_attention_heads':12,'intermediate_size':3072,"
                    + "'max_position_embeddings':512,'type_vocab_size':2}";

    private static ServingTerms terms(long batch, Basis basis, boolean whole) {
        return new ServingTerms(1_000, batch, 2, 0, basis, whole, 0, 1_000_000);
    }

    private static Curve curve(String config, ServingTerms terms) {
        return Curve.of(Configs.text(config), H100, terms);
    }

    // Seconds of one card for a call, one token after the other.
    private static Ratio seconds(Described.Text model, ServingTerms terms, int input, int output) {
        Ratio sum = prompt(model, terms, input);
        for (int before = input; before < input + output; before++) {
            sum = plus(sum, at(model, terms, before).outputSeconds());
        }
        return sum;
    }

    private static Ratio prompt(Described.Text model, ServingTerms terms, int tokens) {
        return tokens == 0 ? Ratio.ZERO : at(model, terms, tokens).inputSeconds().times(tokens);
    }

    private static Prediction at(Described.Text model, ServingTerms terms, int context) {
        return Roofline.predict(
                model,
                H100,
                new ServingTerms(
                                context,
                                terms.batch(),
                                terms.cacheBytes(),
                                0,
                                terms.basis(),
                                terms.wholeCards(),
                                0,
                                1_000_000)
                        .load());
    }

    private static Ratio plus(Ratio one, Ratio other) {
        return new Ratio(
                one.numerator()
                        .multiply(other.denominator())
                        .add(other.numerator().multiply(one.denominator())),
                one.denominator().multiply(other.denominator()));
    }

    @Property(tries = 150)
    void aCallTakesWhatItsTokensTakeAtTheirPlaces(
            @ForAll @IntRange(max = 5) int model,
            @ForAll @IntRange(min = 1, max = 2_000) int batch,
            @ForAll @IntRange(min = 1, max = 40) int input,
            @ForAll @IntRange(max = 25) int output) {
        Described.Text text = Configs.text(MODELS.get(model));
        ServingTerms terms = terms(batch, Basis.GPU_TIME_VRAM, false);
        Curve curve = Curve.of(text, H100, terms);
        Units units = Units.tokens(input, output);
        Ratio seconds = seconds(text, terms, input, output);
        assertEquals(seconds.times(1_000).ceiling(), curve.count(Unit.GPU_MILLISECONDS, units));
        Prediction placed = at(text, terms, 1_000);
        Ratio mib = Ratio.of(placed.vramBytes(), 1L << 20).over(placed.cards());
        assertEquals(
                seconds.times(1_000).times(mib).ceiling(),
                curve.count(Unit.VRAM_MIB_MILLISECONDS, units));
        Network network = text.network();
        long flops = network.prefillFlops(input);
        for (int before = input; before < input + output; before++) {
            flops += network.decodeFlops(before);
        }
        assertEquals(Gas.of(flops), curve.count(Unit.GIGAFLOPS, units));
        Ratio cost =
                seconds.times(placed.vramShare().over(placed.cards()))
                        .times(HOUR_NANOS)
                        .over(3_600);
        assertEquals(
                halfEven(cost), curve.cost(units, HOUR_NANOS, CallCost.UNKNOWN).predictedNanos());
        Ratio byFlops = Ratio.of(flops).over(placed.flopsPerSecond()).times(HOUR_NANOS).over(3_600);
        assertEquals(
                halfEven(byFlops),
                Curve.of(text, H100, terms(batch, Basis.FLOPS, false))
                        .cost(units, HOUR_NANOS, CallCost.UNKNOWN)
                        .predictedNanos());
    }

    private static long halfEven(Ratio nanos) {
        return new BigDecimal(nanos.numerator())
                .divide(new BigDecimal(nanos.denominator()), 0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    @Property(tries = 300)
    void moreTokensNeverTakeLess(
            @ForAll @IntRange(max = 5) int model,
            @ForAll @IntRange(min = 1, max = 4_000) int batch,
            @ForAll @IntRange(max = 200_000) int input,
            @ForAll @IntRange(max = 100_000) int output,
            @ForAll @IntRange(max = 3_000) int moreInput,
            @ForAll @IntRange(max = 3_000) int moreOutput,
            @ForAll @IntRange(max = 200_000) int cached) {
        Curve curve = curve(MODELS.get(model), terms(batch, Basis.GPU_TIME_VRAM, false));
        Units less = Units.tokens(input, output);
        Units more = Units.tokens(input + moreInput, output + moreOutput);
        Units fromCache = less.with(Unit.CACHED_INPUT_TOKENS, Math.min(cached, input));
        for (Unit unit : compute()) {
            long count = curve.count(unit, less);
            assertTrue(count <= curve.count(unit, more), unit.key());
            assertTrue(curve.count(unit, fromCache) <= count, unit.key());
            assertTrue(count > 0 || input + output == 0, unit.key());
        }
    }

    private static List<Unit> compute() {
        List<Unit> units = new ArrayList<>();
        for (Unit unit : Unit.values()) {
            if (unit.isCompute()) {
                units.add(unit);
            }
        }
        return units;
    }

    @Example
    void aPromptFromTheCacheTakesItsRestAndTheHead() {
        Curve curve = curve(Configs.LLAMA_3_8B, terms(8, Basis.GPU_TIME_VRAM, false));
        Network network = Configs.text(Configs.LLAMA_3_8B).network();
        Units units = Units.tokens(9_000, 0).with(Unit.CACHED_INPUT_TOKENS, 7_000);
        assertEquals(
                Gas.of(network.prefillFlops(9_000) - network.prefillFlops(7_000) + 1_050_673_152L),
                curve.count(Unit.GIGAFLOPS, units));
        // All of it cached: its last token is worked through, and the weights are read for that.
        Units all = Units.tokens(9_000, 0).with(Unit.CACHED_INPUT_TOKENS, 9_000);
        assertEquals(
                Gas.of(network.prefillFlops(9_000) - network.prefillFlops(8_999) + 1_050_673_152L),
                curve.count(Unit.GIGAFLOPS, all));
        assertEquals(
                curve.count(Unit.GPU_MILLISECONDS, Units.tokens(1, 0)),
                curve.count(Unit.GPU_MILLISECONDS, all));
    }

    @Example
    void aLongContextCostsMoreForEachToken() {
        Curve curve = curve(Configs.LLAMA_3_8B, terms(32, Basis.GPU_TIME_VRAM, false));
        long shorter = curve.cost(Units.tokens(1_000, 1_000), HOUR_NANOS, -1).predictedNanos();
        long longer = curve.cost(Units.tokens(100_000, 1_000), HOUR_NANOS, -1).predictedNanos();
        assertTrue(longer > 2 * shorter, shorter + " " + longer);
    }

    @Example
    void whatTheUnitsDoNotTellIsUnknown() {
        Curve curve = curve(Configs.LLAMA_3_8B, terms(1, Basis.GPU_TIME_VRAM, false));
        Units tokens = Units.tokens(10, 10);
        for (Units units :
                List.of(
                        Units.NONE,
                        Units.of(Unit.OUTPUT_TOKENS, 5),
                        Units.of(Unit.REQUESTS, 1),
                        tokens.with(Unit.IMAGE_INPUT_TOKENS, 1),
                        tokens.with(Unit.IMAGES, 1),
                        tokens.with(Unit.AUDIO_MILLISECONDS, 1),
                        Units.tokens(-1, 0),
                        Units.tokens(1, Long.MAX_VALUE))) {
            assertEquals(Curve.UNKNOWN, curve.count(Unit.GIGAFLOPS, units), units.toString());
            assertEquals(
                    new CallCost(Basis.GPU_TIME_VRAM, CallCost.UNKNOWN, CallCost.UNKNOWN),
                    curve.cost(units, HOUR_NANOS, -1),
                    units.toString());
        }
        assertEquals(0, curve.count(Unit.GPU_MILLISECONDS, Units.tokens(0, 0)));
        // However much it is, nothing overflows.
        Units most = Units.tokens(Unit.COUNT_MAX, Unit.COUNT_MAX);
        assertEquals(Long.MAX_VALUE, curve.count(Unit.VRAM_MIB_MILLISECONDS, most));
        assertEquals(CallCost.UNKNOWN, curve.cost(most, HOUR_NANOS * 1_000, -1).predictedNanos());
    }

    // It may turn out to have none of it, and to tell no compute.
    @Example
    void besideWhatIsNotTextTokensAreHeldForWhereComputeIsToldToo() {
        Curve curve = curve(MODELS.getFirst(), terms(1, Basis.FLOPS, false));
        Units mixed = Units.tokens(1_000, 10).with(Unit.IMAGE_INPUT_TOKENS, 5);
        assertEquals(Curve.UNKNOWN, curve.countAtMost(Unit.GIGAFLOPS, mixed));
        assertEquals(
                curve.count(Unit.GIGAFLOPS, Units.tokens(1_000, 10)),
                curve.countAtMost(Unit.GIGAFLOPS, mixed.with(Unit.GIGAFLOPS, 1)));
    }

    @Example
    void anEncoderReadsAndNeverWrites() {
        Curve curve = curve(BERT, terms(1, Basis.FLOPS, false));
        Network network = Configs.text(BERT).network();
        assertEquals(
                Gas.of(network.prefillFlops(300)),
                curve.count(Unit.GIGAFLOPS, Units.tokens(300, 0)));
        assertEquals(Curve.UNKNOWN, curve.count(Unit.GIGAFLOPS, Units.tokens(300, 1)));
        // Many texts in a call do not look at each other.
        long context = terms(1, Basis.FLOPS, false).contextTokens();
        assertEquals(
                Gas.of(7 * network.prefillFlops(context) + network.prefillFlops(300)),
                curve.count(Unit.GIGAFLOPS, Units.tokens(7 * context + 300, 0)));
        assertEquals(
                curve.count(Unit.GIGAFLOPS, Units.tokens(300, 0)),
                curve.count(
                        Unit.GIGAFLOPS, Units.tokens(300, 0).with(Unit.CACHED_INPUT_TOKENS, 200)));
    }

    @Example
    void whatWasMeasuredIsTimeOnTheCardsSharedByTheBatch() {
        Units units = Units.tokens(10, 10);
        Curve whole = curve(Configs.DEEPSEEK_V3, terms(4, Basis.MEASURED, true));
        long cards =
                at(Configs.text(Configs.DEEPSEEK_V3), terms(4, Basis.MEASURED, true), 1_000)
                        .cards();
        assertTrue(cards > 1);
        CallCost cost = whole.cost(units, 3_600_000_000L, 2_000);
        // A card's second is a thousandth of a unit of the currency.
        assertEquals(2 * 1_000_000L * cards / 4, cost.measuredNanos());
        assertEquals(cost.measuredNanos(), cost.nanos());
        assertTrue(cost.predictedNanos() > 0);
        assertEquals(CallCost.UNKNOWN, whole.cost(units, 3_600_000_000L, -1).nanos());
        Curve shared = curve(Configs.DEEPSEEK_V3, terms(4, Basis.MEASURED, false));
        assertTrue(shared.cost(units, 3_600_000_000L, 2_000).nanos() < cost.nanos());
        assertEquals(
                curve(Configs.LLAMA_3_8B, terms(1, Basis.GPU_TIME_VRAM, true))
                        .count(Unit.VRAM_MIB_MILLISECONDS, Units.tokens(100_000, 0)),
                msMib(100_000));
    }

    private static long msMib(int tokens) {
        Described.Text llama = Configs.text(Configs.LLAMA_3_8B);
        return seconds(llama, terms(1, Basis.GPU_TIME_VRAM, true), tokens, 0)
                .times(1_000)
                .times(H100.vramBytes() >> 20)
                .ceiling();
    }
}
