package io.weighbridge.console.feature.prices.draft;

import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.FollowingColumn;
import io.weighbridge.console.control.GridRow;
import io.weighbridge.console.control.SplitBar;
import io.weighbridge.console.feature.prices.rows.RateColumn;
import io.weighbridge.console.feature.prices.rows.RateRows;
import io.weighbridge.console.margin.Comparison;
import io.weighbridge.console.margin.MarginBar;
import io.weighbridge.console.margin.MarginModel;
import io.weighbridge.console.margin.MarginWords;
import io.weighbridge.console.margin.Priced;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Rate;

import javafx.collections.transformation.SortedList;
import javafx.util.Subscription;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// What lines of a draft cost us, and what others ask: columns beside what is typed, and an order
/// by it. Used on the FX thread only.
final class RateMargins {
    private static final int MARGIN_WIDTH = 102;
    private static final int COST_WIDTH = 110;
    private static final int OTHERS_WIDTH = 170;
    private static final int PADDING = 16;
    private static final List<RateColumn> READ =
            List.of(
                    RateColumn.SERVICE,
                    RateColumn.UNIT,
                    RateColumn.TIER,
                    RateColumn.PRICE,
                    RateColumn.PER,
                    RateColumn.ABOVE,
                    RateColumn.STEPS);

    private final MarginModel model;
    private final Predicate<String> isService;

    /// @param isService whether there is a service of this name: of the beginning of one nothing is
    ///     asked
    RateMargins(MarginModel model, Predicate<String> isService) {
        this.model = model;
        this.isService = isService;
    }

    private Optional<Priced> price(GridRow row) {
        Rate rate =
                isService.test(row.text(RateColumn.SERVICE.index()))
                        ? RateRows.read(row).rate()
                        : null;
        return rate == null ? Optional.empty() : Priced.of(rate);
    }

    /// What is known of a line; empty while it is not right.
    Optional<Comparison> of(GridRow row) {
        return price(row).map(model::compare);
    }

    /// Asks for the costs of these lines, so that they are known when lines are ordered by them.
    void want(List<GridRow> rows) {
        rows.stream()
                .map(row -> row.text(RateColumn.SERVICE.index()))
                .filter(isService)
                .distinct()
                .forEach(model::costs);
    }

    /// Looks at once, and whenever the line or what is known changes.
    Subscription watch(GridRow row, Runnable look) {
        Subscription all = model.changesProperty().subscribe(_ -> look.run());
        for (RateColumn column : READ) {
            all = all.and(row.cell(column.index()).subscribe((_, _) -> look.run()));
        }
        return all;
    }

    List<FollowingColumn> columns() {
        return List.of(
                new FollowingColumn(
                        Texts.of("margin.column"),
                        MARGIN_WIDTH,
                        this::bar,
                        copied(MarginWords::margin)),
                new FollowingColumn(
                        Texts.of("margin.column.cost"),
                        COST_WIDTH,
                        () -> text(MarginWords::besidePrice, MarginWords::whole),
                        copied(MarginWords::besidePrice)),
                new FollowingColumn(
                        Texts.of("margin.column.others"),
                        OTHERS_WIDTH,
                        () -> text(MarginWords::others, MarginWords::wholeOthers),
                        copied(MarginWords::others)));
    }

    private Function<GridRow, String> copied(Function<Comparison, String> words) {
        return row -> of(row).map(words).orElse("");
    }

    private MarginCell bar() {
        SplitBar bar = new SplitBar(DataTable.ROW_HEIGHT);
        return new MarginCell(
                this,
                (cell, known) -> {
                    bar.setPrefWidth(MARGIN_WIDTH - PADDING);
                    MarginBar.show(bar, known);
                    cell.setGraphic(bar);
                },
                MarginWords::whole);
    }

    private MarginCell text(
            Function<Comparison, String> words, Function<Comparison, String> whole) {
        return new MarginCell(this, (cell, known) -> cell.setText(words.apply(known)), whole);
    }

    /// Lines in the order of their margins, the lowest first and those without a known one last, as
    /// it is known now: lines stand still from then on. New ones come at the end.
    void sort(SortedList<GridRow> rows, boolean isByMargin) {
        if (!isByMargin) {
            rows.setComparator(null);
            return;
        }
        Map<GridRow, BigDecimal> margins = new HashMap<>();
        rows.forEach(row -> price(row).flatMap(model::order).ifPresent(m -> margins.put(row, m)));
        List<GridRow> inOrder = new ArrayList<>(rows.getSource());
        inOrder.sort(
                Comparator.comparing(
                        margins::get, Comparator.nullsLast(Comparator.naturalOrder())));
        Map<GridRow, Integer> places = new HashMap<>();
        inOrder.forEach(row -> places.put(row, places.size()));
        rows.setComparator(
                Comparator.comparingInt(row -> places.computeIfAbsent(row, _ -> places.size())));
    }
}
