package io.weighbridge.backend.compute.analysis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.compute.cost.Prediction;
import io.weighbridge.backend.compute.cost.Ratio;
import io.weighbridge.backend.compute.cost.Roofline;
import io.weighbridge.backend.compute.cost.TokenCost;
import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.compute.model.Described;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/// The part of an analysis that is about a GPU.
final class GpuAnalysis {
    private static final int DIGITS = 12;

    private GpuAnalysis() {}

    /// @param to the object `gpu` of the answer
    /// @param unknown where it is said that there is no price
    static Placed place(
            Described.Text text, Gpu gpu, Question question, ObjectNode to, ArrayNode unknown) {
        Prediction prediction = Roofline.predict(text, gpu, question.load());
        to.put("name", gpu.name());
        to.put("title", gpu.title());
        to.put("source", gpu.source());
        to.put("batch", question.load().batch());
        to.put("context", question.load().contextTokens());
        to.put("vram_bytes", prediction.vramBytes());
        to.put("vram_share", prediction.vramShare().decimal());
        to.put("cards", prediction.cards());
        to.put("input_seconds_per_token", prediction.inputSeconds().decimal());
        to.put("output_seconds_per_token", prediction.outputSeconds().decimal());
        to.put("output_tokens_per_second", prediction.tokensPerSecond().decimal());
        ArrayNode steps = to.putArray("steps");
        prediction.steps().forEach(steps::add);
        if (gpu.hour().isEmpty()) {
            unknown.add("the price of an hour of " + gpu.name() + ": no cost is said");
            return new Placed(prediction, text.writes(), null, null);
        }
        BigDecimal hour = gpu.hour().get();
        TokenCost cost = question.terms().cost(prediction, Ratio.of(hour));
        TokenCost price = question.terms().price(cost);
        String currency = question.currency();
        to.put("hour_" + currency, hour);
        to.put("hour_source", gpu.priceSource());
        to.put("utilization", question.terms().utilization());
        to.put("margin", question.terms().margin());
        amount(to, "input_cost_" + currency + "_per_1k", cost.input());
        amount(to, "input_price_" + currency + "_per_1k", price.input());
        if (text.writes()) {
            amount(to, "output_cost_" + currency + "_per_1k", cost.output());
            amount(to, "output_price_" + currency + "_per_1k", price.output());
        }
        steps.add(question.terms().step(hour, currency.toUpperCase(Locale.ROOT)));
        return new Placed(prediction, text.writes(), cost, price);
    }

    private static void amount(ObjectNode node, String name, Ratio value) {
        // Up, so that what is small is not nothing.
        node.put(
                name,
                new BigDecimal(value.numerator())
                        .divide(new BigDecimal(value.denominator()), DIGITS, RoundingMode.CEILING));
    }
}
