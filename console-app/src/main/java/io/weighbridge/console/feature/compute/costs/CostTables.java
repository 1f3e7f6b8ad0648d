package io.weighbridge.console.feature.compute.costs;

import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.console.text.TimeInput;
import io.weighbridge.proto.v1.CostRow;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.TableCell;

import org.jspecify.annotations.Nullable;

import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/// The columns of costs.
final class CostTables {
    private static final PseudoClass TOTAL = PseudoClass.getPseudoClass("total");
    private static final PseudoClass LOSS = PseudoClass.getPseudoClass("loss");

    private final Formats formats;
    private final DataTable<CostLine> table;

    private CostTables(Formats formats, String name) {
        this.formats = formats;
        table = new DataTable<>(Texts.of(name), CostLine::id);
    }

    /// @param first key of the title of the first column
    static DataTable<CostLine> of(Formats formats, String name, String first, int width) {
        CostTables made = new CostTables(formats, name);
        made.table.text(Texts.of(first), width, CostLine::name);
        made.times();
        made.amounts();
        made.table.drawn(
                Texts.of("compute.costs.marks"),
                232,
                null,
                CostLine::marks,
                _ -> new ChipCell<>(CostLine::marks, _ -> "watch"));
        made.table.decorate(
                (row, line) ->
                        row.pseudoClassStateChanged(TOTAL, line.kind() == CostLine.Kind.ALL));
        return made.table;
    }

    /// How an hour is named, in the operator's zone, or a day, which is one of UTC.
    static String bucket(long atMs, boolean isByDay, Formats formats) {
        return isByDay
                ? Texts.of(
                        "compute.costs.day", TimeInput.text(atMs, ZoneOffset.UTC).substring(0, 10))
                : TimeInput.text(atMs, formats.zone());
    }

    private void times() {
        time("active", 68, CostRow::getActiveUs);
        time("idle", 68, CostRow::getIdleUs);
        time("unknown", 78, CostRow::getUnknownUs);
        table.figure(
                Texts.of("compute.costs.energy"),
                98,
                line -> line.sum().hasEnergyMj() ? line.sum().getEnergyMj() : Long.MIN_VALUE,
                line -> energy(line, formats),
                line ->
                        text(
                                line.sum(),
                                CostRow::getEnergyMj,
                                CostRow::hasEnergyMj,
                                Long::toString));
    }

    /// `1.2 kWh`, `≥1.2 kWh` where it is not known of all of the time; not known for none.
    static String energy(CostLine line, Formats formats) {
        String energy =
                text(line.sum(), CostRow::getEnergyMj, CostRow::hasEnergyMj, formats::energy);
        return line.isEnergyInPart() ? "≥" + energy : energy;
    }

    private void time(String word, int width, ToLongFunction<CostRow> of) {
        figure(word, width, of, _ -> true, us -> time(us, formats), us -> us + " µs");
    }

    private void amounts() {
        money("cost", 82, CostRow::getCostNanos, CostRow::hasCostNanos);
        money("idle-cost", 82, CostRow::getIdleCostNanos, CostRow::hasCostNanos);
        money("earned", 74, CostRow::getEarnedNanos, _ -> true);
        loss(
                "margin",
                84,
                line ->
                        line.sum().hasMarginNanos()
                                ? OptionalLong.of(line.sum().getMarginNanos())
                                : OptionalLong.empty(),
                formats::money,
                formats::exactMoney);
        loss("margin-share", 80, CostLine::marginMillionths, formats::share, formats::share);
    }

    private void money(
            String word, int width, ToLongFunction<CostRow> of, Predicate<CostRow> isKnown) {
        figure(word, width, of, isKnown, formats::money, formats::exactMoney);
    }

    private interface Shown {
        String of(long value);
    }

    private void figure(
            String word,
            int width,
            ToLongFunction<CostRow> of,
            Predicate<CostRow> isKnown,
            Shown shown,
            Shown copied) {
        Function<CostLine, Long> order =
                line -> isKnown.test(line.sum()) ? of.applyAsLong(line.sum()) : Long.MIN_VALUE;
        table.figure(
                Texts.of("compute.costs." + word),
                width,
                order,
                line -> text(line.sum(), of, isKnown, shown),
                line -> text(line.sum(), of, isKnown, copied));
    }

    private static String text(
            CostRow sum, ToLongFunction<CostRow> of, Predicate<CostRow> isKnown, Shown shown) {
        return isKnown.test(sum) ? shown.of(of.applyAsLong(sum)) : Texts.of("compute.unknown");
    }

    // Below 0 it has a colour beside its minus sign.
    private void loss(
            String word,
            int width,
            Function<CostLine, OptionalLong> value,
            Shown shown,
            Shown copied) {
        table.drawn(
                Texts.of("compute.costs." + word),
                width,
                Comparator.comparingLong(line -> value.apply(line).orElse(Long.MIN_VALUE)),
                line -> text(value.apply(line), copied),
                _ -> new LossCell(value, shown));
        table.node().getColumns().getLast().getStyleClass().add("figure-cell");
    }

    private static String text(OptionalLong value, Shown shown) {
        return value.isPresent() ? shown.of(value.getAsLong()) : "–";
    }

    private static final class LossCell extends TableCell<CostLine, CostLine> {
        private final Function<CostLine, OptionalLong> value;
        private final Shown shown;

        LossCell(Function<CostLine, OptionalLong> value, Shown shown) {
            this.value = value;
            this.shown = shown;
            setAlignment(Pos.CENTER_RIGHT);
        }

        @Override
        protected void updateItem(@Nullable CostLine line, boolean empty) {
            super.updateItem(line, empty);
            OptionalLong now = empty || line == null ? OptionalLong.empty() : value.apply(line);
            setText(empty || line == null ? null : text(now, shown));
            pseudoClassStateChanged(LOSS, now.orElse(0) < 0);
        }
    }

    /// `3 h 10`; `0 s` of none.
    static String time(long us, Formats formats) {
        return us == 0 ? "0 s" : us < 1_000 ? us + " µs" : formats.duration(us / 1_000);
    }
}
