package io.weighbridge.backend.compute.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.FormatMethod;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// An analysis for people, from the same object that programs get.
public final class AnalysisText {
    private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);
    private static final BigDecimal KIB = BigDecimal.valueOf(1L << 10);
    private static final BigDecimal GIGA = BigDecimal.valueOf(1_000_000_000L);
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);
    private static final int USD_DIGITS = 9;

    private final JsonNode json;
    private final List<String> lines = new ArrayList<>();

    private AnalysisText(JsonNode json) {
        this.json = json;
    }

    /// The lines of an analysis.
    public static List<String> lines(JsonNode analysis) {
        return new AnalysisText(analysis).write();
    }

    private List<String> write() {
        say(
                "%s: %s, %s",
                json.path("model").asText(), text("type", "type unknown"), text("kind", ""));
        parameters();
        weights();
        cache();
        if (json.has("longest_context")) {
            say("  longest context    %,18d tokens", json.path("longest_context").asLong());
        }
        operations();
        gpu();
        list("notes", "Note: ");
        list("unknown", "NOT KNOWN: ");
        if (!json.path("kind").asText().equals("unknown")) {
            say("");
            say("Counted so: %s.", json.path("convention").asText());
        }
        return List.copyOf(lines);
    }

    private void parameters() {
        if (json.has("params_total")) {
            say("  parameters         %,18d", json.path("params_total").asLong());
        }
        if (differs("params_active")) {
            say("  of them active     %,18d", json.path("params_active").asLong());
        }
        if (differs("params_stored")) {
            say("  stored in all      %,18d", json.path("params_stored").asLong());
        }
    }

    private boolean differs(String field) {
        return json.has(field) && json.path(field).asLong() != json.path("params_total").asLong(-1);
    }

    private void weights() {
        if (json.has("weight_bytes")) {
            say(
                    "  weights            %14s GiB   %s",
                    scaled(json.path("weight_bytes"), GIB), text("weight_format", ""));
        }
    }

    private void cache() {
        if (json.path("kv_bytes_per_token").asLong() > 0) {
            say(
                    "  cache              %14s KiB   per token",
                    scaled(json.path("kv_bytes_per_token"), KIB));
        }
        if (json.path("state_bytes").asLong() > 0) {
            say(
                    "  state              %14s KiB   per sequence, however long",
                    scaled(json.path("state_bytes"), KIB));
        }
    }

    private void operations() {
        JsonNode contexts = json.path("flops_prefill");
        if (contexts.size() > 0) {
            say("");
            say("  tokens     prefill GFLOP    (all pairs)  decode GFLOP   cache GiB");
            for (Map.Entry<String, JsonNode> each : contexts.properties()) {
                String tokens = each.getKey();
                say(
                        "  %-8s  %14s %14s %13s %11s",
                        tokens,
                        scaled(each.getValue(), GIGA),
                        scaled(json.path("flops_prefill_full_square").path(tokens), GIGA),
                        scaled(json.path("flops_decode").path(tokens), GIGA),
                        scaled(json.path("kv_bytes").path(tokens), GIB));
            }
        }
        JsonNode vision = json.path("vision");
        if (vision.has("flops_picture")) {
            say(
                    "  a picture  %13s GFLOP   %,d patches, %,d parameters",
                    scaled(vision.path("flops_picture"), GIGA),
                    vision.path("patches").asLong(),
                    vision.path("params").asLong());
        }
        if (json.path("flops_text").asLong() > 0) {
            say(
                    "  the text   %13s GFLOP   once for a picture",
                    scaled(json.path("flops_text"), GIGA));
        }
        sizes("flops_step", "a step");
        sizes("flops_picture", "a picture");
        if (json.has("flops_window")) {
            say(
                    "  a window   %13s GFLOP   each %d seconds, also a begun one",
                    scaled(json.path("flops_window"), GIGA), json.path("window_seconds").asLong());
            sizes("flops_word", "a word after");
        }
    }

    private void sizes(String field, String what) {
        for (Map.Entry<String, JsonNode> each : json.path(field).properties()) {
            say("  %s %s  %s GFLOP", what, each.getKey(), scaled(each.getValue(), GIGA));
        }
    }

    private void gpu() {
        JsonNode gpu = json.path("gpu");
        if (gpu.isMissingNode()) {
            return;
        }
        say("");
        say("On %s (predicted, not measured):", gpu.path("title").asText());
        for (JsonNode step : gpu.path("steps")) {
            say("  %s", step.asText());
        }
        if (gpu.has("figures")) {
            media(gpu);
            return;
        }
        say(
                "  cards %d, share of one %s, tokens/s written %s",
                gpu.path("cards").asLong(),
                digits(gpu.path("vram_share").decimalValue()),
                digits(gpu.path("output_tokens_per_second").decimalValue()));
        if (gpu.has("input_cost_usd_per_1k")) {
            say("");
            say("  USD per 1K tokens            cost          price");
            price(gpu, "input");
            price(gpu, "output");
            hour(gpu);
        }
    }

    private void media(JsonNode gpu) {
        say(
                "  cards %d, share of one %s",
                gpu.path("cards").asLong(), digits(gpu.path("vram_share").decimalValue()));
        say("");
        boolean isPriced = gpu.has("hour_usd");
        say("  USD                   card seconds%s", isPriced ? "      cost          price" : "");
        for (JsonNode each : gpu.path("figures")) {
            say(
                    "  %-17s  %14s%s",
                    each.path("of").asText(),
                    digits(each.path("seconds").decimalValue()),
                    isPriced
                            ? String.format(
                                    Locale.ROOT,
                                    " %14s %14s",
                                    usd(each.path("cost_usd")),
                                    usd(each.path("price_usd")))
                            : "");
        }
        if (isPriced) {
            hour(gpu);
        }
    }

    private void hour(JsonNode gpu) {
        say(
                "  An hour: %s USD (%s). The catalogue's prices are only a start: give yours with"
                        + " --hour-usd.",
                gpu.path("hour_usd").asText(), gpu.path("hour_source").asText());
    }

    private void price(JsonNode gpu, String side) {
        if (gpu.has(side + "_cost_usd_per_1k")) {
            say(
                    "  %-17s  %14s %14s",
                    side,
                    usd(gpu.path(side + "_cost_usd_per_1k")),
                    usd(gpu.path(side + "_price_usd_per_1k")));
        }
    }

    private void list(String field, String before) {
        for (JsonNode each : json.path(field)) {
            say("%s%s", before, each.asText());
        }
    }

    private String text(String field, String otherwise) {
        String text = json.path(field).asText();
        return text.isEmpty() ? otherwise : text;
    }

    @FormatMethod
    private void say(String format, Object... values) {
        lines.add(String.format(Locale.ROOT, format, values));
    }

    private static String usd(JsonNode value) {
        return value.decimalValue().setScale(USD_DIGITS, RoundingMode.CEILING).toPlainString();
    }

    private static String scaled(JsonNode value, BigDecimal unit) {
        return value.isNumber()
                ? digits(value.decimalValue().divide(unit, MathContext.DECIMAL64))
                : "-";
    }

    // Four digits that count, thousands apart.
    private static String digits(BigDecimal value) {
        if (value.compareTo(THOUSAND) >= 0) {
            return String.format(
                    Locale.ROOT, "%,d", value.setScale(0, RoundingMode.HALF_UP).longValue());
        }
        BigDecimal rounded = value.round(new MathContext(4));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
