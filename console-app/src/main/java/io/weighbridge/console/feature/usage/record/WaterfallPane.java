package io.weighbridge.console.feature.usage.record;

import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.Burn;
import io.weighbridge.proto.v1.Fee;

import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// "Why was this charged?": from the balance before to the balance after, a row a step, each with
/// its exact amount and a bar from where it begins to where it ends.
final class WaterfallPane extends GridPane {
    private static final double BAR = 140;

    private final Formats formats;
    private final Waterfall waterfall;
    private final String tier;
    private final boolean hasBars;
    private int row;
    // What was charged up to the row that is made, in nanos; for bars only.
    private double charged;

    /// @param tier in words
    /// @param hasBars whether there is room for bars
    WaterfallPane(Waterfall waterfall, String tier, Formats formats, boolean hasBars) {
        this.formats = formats;
        this.waterfall = waterfall;
        this.tier = tier;
        this.hasBars = hasBars;
        getStyleClass().add("waterfall");
        setId("waterfall");
        setHgap(12);
        setVgap(6);
        ColumnConstraints words = new ColumnConstraints();
        words.setHgrow(Priority.ALWAYS);
        ColumnConstraints bars = new ColumnConstraints(hasBars ? BAR : 0);
        ColumnConstraints amounts = new ColumnConstraints();
        amounts.setHalignment(HPos.RIGHT);
        amounts.setMinWidth(USE_PREF_SIZE);
        getColumnConstraints().setAll(words, bars, amounts);
        build();
    }

    private void build() {
        if (waterfall.before() != null) {
            sum(Texts.of("usage.waterfall.before"), formats.exactMoney(waterfall.before()));
        }
        for (Waterfall.Line line : waterfall.lines()) {
            step(unit(line.unit()), detail(line), line.amount(), "waterfall-line");
        }
        if (!waterfall.roundingNanos().isZero()) {
            step(
                    Texts.of("usage.waterfall.rounding"),
                    Texts.of("usage.waterfall.rounding.detail"),
                    waterfall.roundingNanos(),
                    "waterfall-line");
        }
        if (!waterfall.lines().isEmpty()) {
            step(
                    Texts.of("usage.waterfall.fee"),
                    fee(waterfall.fee()),
                    Fraction.whole(waterfall.feeNanos()),
                    "waterfall-fee");
        }
        sum(Texts.of("usage.waterfall.charge"), formats.exactMoney(-waterfall.chargeNanos()));
        for (Burn burn : waterfall.burns()) {
            boolean isOverdraft = burn.getGrant().equals("overdraft");
            add(
                    words(
                            isOverdraft
                                    ? Texts.of("usage.waterfall.overdraft")
                                    : Texts.of("usage.waterfall.burn"),
                            isOverdraft
                                    ? Texts.of("usage.waterfall.overdraft.detail")
                                    : burn.getGrant()),
                    amount(formats.exactMoney(-burn.getAmountNanos()), "muted"));
        }
        if (waterfall.after() != null) {
            sum(Texts.of("usage.waterfall.after"), formats.exactMoney(waterfall.after()));
        }
        for (Waterfall.Part part : waterfall.free()) {
            Unit whole = part.unit().partOf();
            if (whole != null) {
                note(
                        Texts.of(
                                "usage.waterfall.within",
                                formats.count(part.count()),
                                unit(part.unit()),
                                unit(whole)));
            }
        }
    }

    private String fee(@Nullable Fee fee) {
        if (fee == null) {
            return Texts.of(
                    waterfall.feeNanos() == 0
                            ? "usage.waterfall.fee.none"
                            : "usage.waterfall.fee.detail");
        }
        return Texts.of(
                "usage.waterfall.fee.exact",
                formats.exactMoney(fee.getPerRequestNanos()),
                BigDecimal.valueOf(fee.getPriceMillionths(), 4)
                        .stripTrailingZeros()
                        .toPlainString());
    }

    /// What a unit is called.
    static String unit(Unit unit) {
        return Texts.of("usage.unit." + unit.key());
    }

    // 1,200 × $2.50 per 1,000,000, standard tier, …
    private String detail(Waterfall.Line line) {
        List<String> parts = new ArrayList<>();
        parts.add(
                line.per() == 1
                        ? Texts.of(
                                "usage.waterfall.line.each",
                                formats.count(line.count()),
                                formats.exactMoney(line.priceNanos()))
                        : Texts.of(
                                "usage.waterfall.line",
                                formats.count(line.count()),
                                formats.exactMoney(line.priceNanos()),
                                formats.count(line.per())));
        parts.add(tier);
        if (line.band() > 0) {
            parts.add(Texts.of("usage.waterfall.band", formats.count(line.band())));
        }
        if (line.isOwn()) {
            parts.add(Texts.of("usage.waterfall.own"));
        }
        if (line.isStep()) {
            parts.add(Texts.of("usage.waterfall.step"));
        }
        for (Waterfall.Part part : line.parts()) {
            parts.add(
                    Texts.of(
                            "usage.waterfall.without",
                            formats.count(part.count()),
                            unit(part.unit())));
        }
        return String.join(", ", parts);
    }

    private void sum(String text, String amount) {
        Label label = new Label(text);
        label.getStyleClass().add("waterfall-sum");
        add(label, amount(amount, "waterfall-sum"));
    }

    private void step(String text, String detail, Fraction nanos, String style) {
        Label amount = amount(signed(nanos), "waterfall-amount");
        add(words(text, detail), amount);
        if (hasBars) {
            add(bar(nanos, style), 1, row - 1);
        }
    }

    // A line takes from the balance; rounding may give back.
    private String signed(Fraction nanos) {
        String sign = nanos.isZero() ? "" : nanos.top().signum() > 0 ? "\u2212" : "+";
        return sign + formats.currencySign() + nanos.decimal();
    }

    private Pane bar(Fraction nanos, String style) {
        double whole = Math.max(1, waterfall.chargeNanos());
        double part = nanos.top().doubleValue() / nanos.bottom().doubleValue();
        Region bar = new Region();
        bar.getStyleClass().addAll("waterfall-bar", style);
        double from = Math.min(charged, charged + part) / whole * BAR;
        bar.setManaged(false);
        bar.resizeRelocate(from, 4, Math.max(1, Math.abs(part) / whole * BAR), 10);
        charged += part;
        Pane pane = new Pane(bar);
        pane.setMinHeight(18);
        return pane;
    }

    private void note(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.getStyleClass().add("muted");
        add(label, 0, row++, 3, 1);
    }

    private static VBox words(String text, String detail) {
        Label label = new Label(text);
        Label more = new Label(detail);
        more.setWrapText(true);
        more.setMinHeight(USE_PREF_SIZE);
        more.getStyleClass().addAll("muted", "waterfall-detail");
        return new VBox(label, more);
    }

    private static Label amount(String text, String style) {
        Label label = new Label(text);
        label.getStyleClass().add(style);
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }

    private void add(Node words, Label amount) {
        GridPane.setValignment(amount, VPos.TOP);
        add(words, 0, row);
        add(amount, 2, row);
        row++;
    }
}
