package io.weighbridge.backend.compute.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.compute.gpu.GpuCatalogue;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.testkit.model.Configs;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;

final class RooflineTest {
    // 312 TFLOP/s and 2.0 TB/s, all of it reached.
    private static final Gpu A100 =
            new Gpu(
                    "a",
                    "A",
                    80L << 30,
                    2_000_000_000_000L,
                    400,
                    Map.of("fp16", 312_000_000_000_000L),
                    Optional.of(new BigDecimal("3.60")),
                    "",
                    "");

    private static Load load(long context, long batch) {
        return new Load(context, batch, 2, 0, BigDecimal.ONE, BigDecimal.ONE);
    }

    private static String millis(Ratio seconds) {
        return seconds.decimal()
                .movePointRight(3)
                .setScale(2, RoundingMode.HALF_UP)
                .toPlainString();
    }

    @Test
    void anAnswerIsBoundByReadingTheWeights() {
        Prediction one = Roofline.predict(Configs.text(Configs.LLAMA_2_7B), A100, load(1, 1));
        // 6.74 ms for all weights at 2.0 TB/s; of the embedding only a row is read.
        assertEquals("6.61", millis(one.outputSeconds()));
        Prediction many = Roofline.predict(Configs.text(Configs.LLAMA_2_7B), A100, load(1, 64));
        assertTrue(many.outputSeconds().compareTo(one.outputSeconds()) < 0);
    }

    @Test
    void aPromptIsBoundByOperations() {
        Prediction long4096 =
                Roofline.predict(Configs.text(Configs.LLAMA_2_7B), A100, load(4_096, 1));
        long flops = Configs.text(Configs.LLAMA_2_7B).network().prefillFlops(4_096);
        assertEquals(
                millis(Ratio.of(flops, 312_000_000_000_000L)),
                millis(long4096.inputSeconds().times(4_096)));
    }

    @Test
    void memoryIsWeightsAndTheCacheOfTheBatch() {
        Prediction prediction =
                Roofline.predict(Configs.text(Configs.LLAMA_2_7B), A100, load(4_096, 8));
        // 4,096 tokens of Llama-2-7B are 2 GiB.
        assertEquals(6_738_415_616L * 2 + 8 * (2L << 30), prediction.vramBytes());
        assertEquals(1, prediction.cards());
        Prediction large = Roofline.predict(Configs.text(Configs.MIXTRAL), A100, load(1, 1));
        assertEquals(2, large.cards());
        assertTrue(large.vramShare().compareTo(Ratio.ONE) > 0);
    }

    @Test
    void aBatchReadsExpertsThatAnyOfItPicks() {
        Prediction one = Roofline.predict(Configs.text(Configs.MIXTRAL), A100, load(1, 1));
        // Alone a token reads what is active, without the embedding: 12.75 of 46.7 billion.
        assertEquals("12.75", millis(one.outputSeconds()));
        Prediction all = Roofline.predict(Configs.text(Configs.MIXTRAL), A100, load(1, 64));
        Ratio step = all.outputSeconds().times(64);
        assertEquals("46.58", millis(step));
    }

    @Test
    void costIsTimeTimesShareTimesPrice() {
        Prediction prediction =
                Roofline.predict(Configs.text(Configs.LLAMA_2_7B), A100, load(1_000, 1));
        Ratio hour = Ratio.of(new BigDecimal("3.60"));
        TokenCost cost = TokenCost.of(prediction, Basis.GPU_TIME_VRAM, false, hour);
        // 3.60 an hour are 0.001 a second, and 1 for 1,000 of them.
        assertEquals(prediction.outputSeconds().times(prediction.vramShare()), cost.output());
        TokenCost price = cost.price(Ratio.of(1, 2), Ratio.of(1, 5));
        // Half of the time idle doubles it, a fifth left makes it a quarter more.
        assertEquals(cost.input().times(Ratio.of(5, 2)), price.input());
    }

    @Test
    void wholeCardsCostTheirWholeTime() {
        Prediction two = Roofline.predict(Configs.text(Configs.MIXTRAL), A100, load(1, 1));
        assertEquals(2, two.cards());
        Ratio hour = Ratio.of(3_600);
        TokenCost whole = TokenCost.of(two, Basis.GPU_TIME_VRAM, true, hour);
        assertEquals(two.outputSeconds().times(1_000), whole.output());
        // Both cards are as full as the model makes them, not one card above full.
        TokenCost shared = TokenCost.of(two, Basis.GPU_TIME_VRAM, false, hour);
        assertEquals(whole.output().times(two.vramShare()).over(2), shared.output());
        assertTrue(shared.output().compareTo(whole.output()) < 0);
    }

    @Test
    void operationsCostAsManyAsTheCardReachesInAnHour() {
        Prediction prediction =
                Roofline.predict(Configs.text(Configs.LLAMA_2_7B), A100, load(1_000, 1));
        TokenCost cost = TokenCost.of(prediction, Basis.FLOPS, false, Ratio.of(3_600));
        long flops = Configs.text(Configs.LLAMA_2_7B).network().decodeFlops(1_000);
        assertEquals(Ratio.of(flops, 312_000_000_000L), cost.output());
    }

    @Test
    void fewerCardsThanTheModelNeedsAreRefused() {
        Load one = load(1, 1).with(2, 1);
        Fault fault =
                assertThrows(
                        Fault.class,
                        () -> Roofline.predict(Configs.text(Configs.MIXTRAL), A100, one));
        assertTrue(fault.text().startsWith("gpu_count: 1 (expected: at least 2"), fault.text());
        Load four = load(1, 1).with(2, 4);
        assertEquals(4, Roofline.predict(Configs.text(Configs.MIXTRAL), A100, four).cards());
    }

    @Test
    void everyGpuHasFiguresWithTheirSource() {
        GpuCatalogue catalogue = GpuCatalogue.load();
        assertTrue(catalogue.all().size() >= 15);
        for (Gpu gpu : catalogue.all()) {
            assertTrue(gpu.vramBytes() >= 16L << 30, gpu.name());
            assertTrue(gpu.bytesPerSecond() >= 300_000_000_000L, gpu.name());
            assertTrue(gpu.tdpWatts() > 0, gpu.name());
            assertTrue(gpu.flopsPerSecond().containsKey("fp16"), gpu.name());
            assertTrue(!gpu.source().isBlank() && !gpu.priceSource().isBlank(), gpu.name());
            var _ = Roofline.predict(Configs.text(Configs.DEEPSEEK_V3), gpu, Load.usual(1_000, 1));
        }
        assertEquals("bf16", catalogue.find("A100-80").arithmetic("fp8"));
        assertEquals("fp8", catalogue.find("h100").arithmetic("fp8"));
        assertEquals("fp16", catalogue.find("t4").arithmetic("bf16"));
    }
}
