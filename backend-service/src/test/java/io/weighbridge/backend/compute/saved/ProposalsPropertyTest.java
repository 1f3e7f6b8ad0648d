package io.weighbridge.backend.compute.saved;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.analysis.ModelAnalysis;
import io.weighbridge.backend.compute.analysis.ModelContent;
import io.weighbridge.backend.compute.analysis.Placed;
import io.weighbridge.backend.compute.analysis.Question;
import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.Ratio;
import io.weighbridge.backend.compute.cost.ServingTerms;
import io.weighbridge.backend.compute.cost.TokenCost;
import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.compute.gpu.GpuCatalogue;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.testkit.model.Configs;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/// A proposed price pays the cost, whatever the model, the GPU and the terms: with the share of the
/// time that is sold and of the price that is not margin, and not a nano more than that needs.
final class ProposalsPropertyTest {
    private static final Service SERVICE = new Service(1, 1, "s", ServiceSettings.TEXT_DEFAULT, 1);
    private static final List<ModelContent> MODELS =
            List.of(
                    model(Configs.LLAMA_2_7B),
                    model(Configs.MIXTRAL),
                    model(Configs.DEEPSEEK_V3),
                    model(Configs.QWEN_3_NEXT));
    private static final List<Gpu> GPUS = GpuCatalogue.load().all();

    private static ModelContent model(String config) {
        return new ModelContent(Configs.of(config), null, "");
    }

    @Property(tries = 500)
    void aPricePaysTheCost(
            @ForAll @IntRange(max = 3) int model,
            @ForAll @IntRange(max = 14) int card,
            @ForAll @LongRange(min = 1, max = 1_000_000_000_000L) long hourNanos,
            @ForAll @LongRange(min = 1, max = 200_000) long context,
            @ForAll @LongRange(min = 1, max = 512) long batch,
            @ForAll @LongRange(max = 999_999) long margin,
            @ForAll @LongRange(min = 1_000, max = 1_000_000) long utilization,
            @ForAll boolean flops,
            @ForAll boolean whole) {
        Basis basis = flops ? Basis.FLOPS : Basis.GPU_TIME_VRAM;
        ServingTerms terms =
                new ServingTerms(context, batch, 2, 0, basis, whole, margin, utilization);
        Gpu gpu = GPUS.get(card).at(BigDecimal.valueOf(hourNanos, 9), "x");
        Question question =
                new Question(List.of(context), terms.load(), gpu, "usd", terms.terms(), List.of());
        Placed placed =
                Objects.requireNonNull(ModelAnalysis.of("m", MODELS.get(model), question).placed());
        TokenCost cost = Objects.requireNonNull(placed.cost());
        TokenCost price = Objects.requireNonNull(placed.price());
        Ratio kept =
                Ratio.of(utilization, 1_000_000).times(Ratio.of(1_000_000 - margin, 1_000_000));
        if (price.output().max(price.input()).compareTo(Ratio.of(1_000)) > 0) {
            return;
        }
        List<Rate> rates = Proposals.rates(SERVICE, placed);
        assertEquals(2, rates.size());
        assertPays(rates.getFirst(), cost.input(), kept);
        assertPays(rates.getLast(), cost.output(), kept);
    }

    private static void assertPays(Rate rate, Ratio cost1k, Ratio kept) {
        assertEquals(1_000_000, rate.per());
        Ratio cost = cost1k.times(1_000).times(1_000_000_000);
        assertTrue(cost.compareTo(Ratio.ZERO) > 0 && rate.priceNanos() > 0, "free");
        assertTrue(Ratio.of(rate.priceNanos()).times(kept).compareTo(cost) >= 0, rate::toString);
        assertTrue(Ratio.of(rate.priceNanos() - 1).times(kept).compareTo(cost) < 0, rate::toString);
    }
}
