package io.weighbridge.backend.compute.analysis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.compute.cost.MediaCurve;
import io.weighbridge.backend.compute.cost.MediaPrediction;
import io.weighbridge.backend.compute.cost.PictureTerms;
import io.weighbridge.backend.compute.cost.Prediction;
import io.weighbridge.backend.compute.cost.Ratio;
import io.weighbridge.backend.compute.cost.Roofline;
import io.weighbridge.backend.compute.cost.Terms;
import io.weighbridge.backend.compute.cost.TokenCost;
import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.compute.model.Described;
import io.weighbridge.model.Unit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The part of an analysis that is about a GPU.
final class GpuAnalysis {
    private static final int DIGITS = 12;
    private static final String MEGAPIXEL = "megapixel";
    private static final String MINUTE = "minute";
    private static final long MINUTE_MS = 60_000;
    private static final long GAS_FLOPS = 1_000_000_000;

    private GpuAnalysis() {}

    /// @param to the object `gpu` of the answer
    /// @param unknown where it is said that there is no price
    static Placed place(
            Described.Text text, Gpu gpu, Question question, ObjectNode to, ArrayNode unknown) {
        Prediction prediction = Roofline.predict(text, gpu, question.load());
        card(gpu, question, to);
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
            unknown.add(unpriced(gpu));
            return new Placed(prediction, text.writes(), null, null);
        }
        BigDecimal hour = gpu.hour().get();
        TokenCost cost = question.terms().cost(prediction, Ratio.of(hour));
        TokenCost price = question.terms().price(cost);
        String currency = question.currency();
        hour(hour, gpu, question, to);
        amount(to, "input_cost_" + currency + "_per_1k", cost.input());
        amount(to, "input_price_" + currency + "_per_1k", price.input());
        if (text.writes()) {
            amount(to, "output_cost_" + currency + "_per_1k", cost.output());
            amount(to, "output_price_" + currency + "_per_1k", price.output());
        }
        steps.add(question.terms().step(hour, currency.toUpperCase(Locale.ROOT)));
        return new Placed(prediction, text.writes(), cost, price);
    }

    /// A model that makes pictures or writes down speech.
    ///
    /// @param sides of square pictures that it can make
    /// @param to the object `gpu` of the answer
    /// @param unknown where it is said that there is no price
    static PlacedMedia place(
            MediaPrediction prediction,
            Gpu gpu,
            Question question,
            List<Long> sides,
            ObjectNode to,
            ArrayNode unknown) {
        card(gpu, question, to);
        to.put("vram_bytes", prediction.vramBytes());
        to.put("vram_share", prediction.vramShare().decimal());
        to.put("cards", prediction.cards());
        ArrayNode steps = to.putArray("steps");
        prediction.steps().forEach(steps::add);
        Terms terms = question.terms();
        Ratio cost = null;
        Ratio price = null;
        Ratio hour = null;
        if (gpu.hour().isEmpty()) {
            unknown.add(unpriced(gpu));
        } else {
            hour = Ratio.of(gpu.hour().get());
            hour(gpu.hour().get(), gpu, question, to);
            cost = cost(prediction, prediction.usual(), terms, hour).over(prediction.usual());
            price = terms.price(cost);
            steps.add(terms.step(gpu.hour().get(), question.currency().toUpperCase(Locale.ROOT)));
            steps.add(
                    "the price of a "
                            + (prediction.unit() == Unit.PIXELS ? "pixel" : "millisecond")
                            + " is that of this one / "
                            + prediction.usual()
                            + "; others take more or less than their part");
        }
        List<PlacedMedia.Figure> figures = new ArrayList<>();
        for (Map.Entry<String, Long> each : asked(prediction, question, sides).entrySet()) {
            long units = each.getValue();
            // A megapixel is no picture, and a minute no recording: a part of a usual one.
            boolean isPart = isPart(each.getKey());
            Ratio size = Ratio.of(isPart ? prediction.usual() : units);
            Ratio part = isPart ? Ratio.of(units, prediction.usual()) : Ratio.ONE;
            MediaCurve.Taken taken = prediction.curve().taken(size).times(part);
            figures.add(
                    new PlacedMedia.Figure(
                            each.getKey(),
                            units,
                            taken.seconds(),
                            taken.flops(),
                            hour == null ? null : cost(prediction, taken, terms, hour),
                            price == null ? null : price.times(units)));
        }
        figures(figures, question.currency(), to);
        return new PlacedMedia(prediction, cost, price, figures);
    }

    private static Ratio cost(MediaPrediction on, long size, Terms terms, Ratio hour) {
        return cost(on, on.curve().taken(Ratio.of(size)), terms, hour);
    }

    private static Ratio cost(MediaPrediction on, MediaCurve.Taken taken, Terms terms, Ratio hour) {
        return taken.cost(terms.basis(), on.share(terms.wholeCards()), hour);
    }

    private static boolean isPart(String name) {
        return name.equals(MEGAPIXEL) || name.equals(MINUTE);
    }

    private static Map<String, Long> asked(
            MediaPrediction prediction, Question question, List<Long> sides) {
        Map<String, Long> asked = new LinkedHashMap<>();
        if (question.media() instanceof PictureTerms pictures) {
            asked.put(MEGAPIXEL, Unit.PIXELS.perDisplayUnit());
            asked.put(pictures.width() + "x" + pictures.height(), pictures.pixels());
            sides.forEach(side -> asked.put(side + "x" + side, side * side));
        } else {
            asked.put(MINUTE, MINUTE_MS);
            asked.put("recording", prediction.usual());
        }
        return asked;
    }

    private static void figures(List<PlacedMedia.Figure> figures, String currency, ObjectNode to) {
        ArrayNode array = to.putArray("figures");
        for (PlacedMedia.Figure figure : figures) {
            ObjectNode each = array.addObject();
            each.put("of", figure.of());
            each.put("units", figure.units());
            each.put("seconds", figure.seconds().decimal());
            each.put("gas", figure.flops().over(GAS_FLOPS).decimal());
            Ratio cost = figure.cost();
            Ratio price = figure.price();
            if (cost != null && price != null) {
                amount(each, "cost_" + currency, cost);
                amount(each, "price_" + currency, price);
            }
        }
    }

    private static String unpriced(Gpu gpu) {
        return "the price of an hour of " + gpu.name() + ": no cost is said";
    }

    private static void card(Gpu gpu, Question question, ObjectNode to) {
        to.put("name", gpu.name());
        to.put("title", gpu.title());
        to.put("source", gpu.source());
        to.put("batch", question.load().batch());
    }

    private static void hour(BigDecimal hour, Gpu gpu, Question question, ObjectNode to) {
        to.put("hour_" + question.currency(), hour);
        to.put("hour_source", gpu.priceSource());
        to.put("utilization", question.terms().utilization());
        to.put("margin", question.terms().margin());
    }

    private static void amount(ObjectNode node, String name, Ratio value) {
        // Up, so that what is small is not nothing.
        node.put(
                name,
                new BigDecimal(value.numerator())
                        .divide(new BigDecimal(value.denominator()), DIGITS, RoundingMode.CEILING));
    }
}
