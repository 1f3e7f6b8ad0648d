package io.weighbridge.console.feature.usage;

import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.HeatGrid;
import io.weighbridge.console.control.HeatMap;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;

import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Usage as a heat map, and its highest cells as a table.
final class HeatView implements UsageView.Part {
    private static final int ROWS_MAX = 500;

    /// A cell of the table twin.
    private record Row(int column, int row, String when, String what, long value) {}

    private final Workbench bench;
    private final HeatModel model;
    private final HeatMap map;
    private final DataTable<Row> table;
    private final StackPane room = new StackPane();
    private final Label note = new Label();
    private final StatePane state;
    private UsageQuery query = UsageQuery.of(Address.of(Route.USAGE));
    private boolean isTable;

    HeatView(Workbench bench, Names names) {
        this.bench = bench;
        this.model = new HeatModel(bench.client(), names, bench.background(), bench.formats());
        this.map =
                new HeatMap(bench.theme().darkProperty())
                        .onChosen(cell -> drill(cell.column(), cell.row()))
                        .onSeen(seen -> model.seen(seen.first(), seen.last()));
        map.setId("usage-heat");
        this.table = table();
        room.getChildren().setAll(map);
        note.getStyleClass().add("muted");
        note.setWrapText(true);
        note.setText(Texts.of("usage.measure.refusals"));
        VBox card = new VBox(8, room, note);
        card.getStyleClass().add("card");
        VBox.setVgrow(room, Priority.ALWAYS);
        state =
                new StatePane(
                        card,
                        Texts.of("usage.empty.title"),
                        Texts.of("usage.empty.text"),
                        () -> model.read(query));
        model.stateProperty().subscribe(this::take);
        model.partialProperty()
                .subscribe(
                        partial ->
                                note.setText(
                                        Boolean.TRUE.equals(partial)
                                                ? Texts.of("usage.heat.partial")
                                                : Texts.of("usage.measure.refusals")));
    }

    private DataTable<Row> table() {
        DataTable<Row> cells =
                new DataTable<>(
                        Texts.of("usage.heat.cells"), row -> row.column() + ":" + row.row());
        cells.node().setId("usage-heat-table");
        return cells.text(Texts.of("usage.column.time"), 180, Row::when)
                .text(Texts.of("usage.column.name"), 240, Row::what)
                .figure(
                        Texts.of("usage.column.value"),
                        200,
                        Row::value,
                        row -> query.measure().exact(row.value(), bench.formats()),
                        row -> query.measure().exact(row.value(), bench.formats()))
                .onOpen(row -> drill(row.column(), row.row()));
    }

    // A cell of the week stands for many hours: it leads to the map of hours.
    private void drill(int column, int row) {
        UsageQuery records = model.records(query, column, row);
        bench.navigator()
                .open((records == null ? query.with(HeatShape.HOUR_SERVICE) : records).address());
    }

    private void take(Loadable<HeatGrid> now) {
        state.show(now);
        if (now instanceof Loadable.Ready<HeatGrid>(HeatGrid grid)) {
            map.show(grid);
            List<Row> rows = rows(grid);
            table.setRows(rows);
            map.summarise(summary(grid, rows));
        }
    }

    private static List<Row> rows(HeatGrid grid) {
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                if (grid.value(column, row) > 0) {
                    rows.add(new Row(column, row, "", "", grid.value(column, row)));
                }
            }
        }
        rows.sort(Comparator.comparingLong(Row::value).reversed());
        return rows.stream()
                .limit(ROWS_MAX)
                .map(
                        row ->
                                new Row(
                                        row.column(),
                                        row.row(),
                                        grid.columnName(row.column()),
                                        grid.rowName(row.row()),
                                        row.value()))
                .toList();
    }

    private String summary(HeatGrid grid, List<Row> highest) {
        return highest.isEmpty()
                ? Texts.of("usage.heat.summary.none")
                : Texts.of(
                        "usage.heat.summary",
                        Texts.of("usage.measure." + query.measure().word()),
                        Integer.toString(grid.rows()),
                        Integer.toString(grid.columns()),
                        grid.exact(highest.getFirst().value()),
                        highest.getFirst().what(),
                        highest.getFirst().when());
    }

    @Override
    public Parent node() {
        return state;
    }

    @Override
    public void show(UsageQuery wanted) {
        query = wanted;
        model.read(wanted);
    }

    @Override
    public void hide() {
        model.cancel();
    }

    @Override
    public void toggleTable() {
        isTable = !isTable;
        room.getChildren().setAll(isTable ? table.node() : map);
    }
}
