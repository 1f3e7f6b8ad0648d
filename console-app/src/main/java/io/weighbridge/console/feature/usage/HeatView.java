package io.weighbridge.console.feature.usage;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.HeatGrid;
import io.weighbridge.console.control.HeatMap;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;

import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.util.List;

/// Usage as a heat map, and its highest cells as a table.
final class HeatView implements UsageView.Part {
    private final Workbench bench;
    private final HeatModel model;
    private final HeatMap map;
    private final DataTable<HeatPage.Cell> table;
    private final StackPane room = new StackPane();
    private final Label note = new Label();
    private final Button action = new Button();
    private final StatePane state;
    private final Subscriptions keys = new Subscriptions();
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
        note.setId("usage-heat-note");
        note.getStyleClass().add("muted");
        note.setWrapText(true);
        action.setId("usage-heat-action");
        action.getStyleClass().add("small");
        action.setMinWidth(Region.USE_PREF_SIZE);
        action.managedProperty().bind(action.visibleProperty());
        HBox said = new HBox(12, note, action);
        said.setAlignment(Pos.CENTER_LEFT);
        VBox card = new VBox(8, room, said);
        card.getStyleClass().add("card");
        VBox.setVgrow(room, Priority.ALWAYS);
        state =
                new StatePane(
                        card,
                        Texts.of("usage.empty.title.calls"),
                        Texts.of("usage.empty.text.calls"),
                        () -> model.read(query));
        model.stateProperty().subscribe(this::take);
        model.activityProperty().subscribe(_ -> tell());
    }

    private DataTable<HeatPage.Cell> table() {
        DataTable<HeatPage.Cell> cells =
                new DataTable<>(
                        Texts.of("usage.heat.cells"), cell -> cell.column() + ":" + cell.row());
        cells.node().setId("usage-heat-table");
        return cells.text(Texts.of("usage.column.time"), 180, HeatPage.Cell::when)
                .text(Texts.of("usage.column.name"), 240, HeatPage.Cell::what)
                .figure(
                        Texts.of("usage.column.value"),
                        200,
                        HeatPage.Cell::value,
                        cell -> query.measure().exact(cell.value(), bench.formats()),
                        cell -> query.measure().exact(cell.value(), bench.formats()))
                .onOpen(cell -> drill(cell.column(), cell.row()));
    }

    private void drill(int column, int row) {
        if (model.stateProperty().get() instanceof Loadable.Ready<HeatPage>(HeatPage page)) {
            page.leadsTo(query, column, row)
                    .ifPresentOrElse(
                            bench.navigator()::open,
                            () -> bench.toasts().failed(Texts.of("usage.refusals.nobody")));
        }
    }

    private void take(Loadable<HeatPage> now) {
        state.show(now);
        if (now instanceof Loadable.Ready<HeatPage>(HeatPage page)) {
            map.show(page.grid());
            table.setRows(page.highest());
            map.summarise(summary(page.grid(), page.highest()));
            tell();
        }
    }

    private void tell() {
        boolean isPartial =
                model.stateProperty().get() instanceof Loadable.Ready<HeatPage>(HeatPage page)
                        && page.look().level() != Level.NONE
                        && page.rows().found().isPartial();
        switch (model.activityProperty().get()) {
            case HeatModel.Activity.Rest() -> {
                say(
                        Texts.of(isPartial ? "usage.heat.partial" : "usage.heat.leads." + leads()),
                        Texts.of("usage.heat.no-hour"));
                if (isPartial) {
                    offer("usage.read-on", model::readOnRows);
                }
            }
            case HeatModel.Activity.Reading(int done, int all) ->
                    say(
                            Texts.of(
                                    "usage.heat.reading",
                                    bench.formats().count(done),
                                    bench.formats().count(all)),
                            Texts.of("common.loading"));
            case HeatModel.Activity.Lost() ->
                    say(Texts.of("usage.heat.lost"), Texts.of("usage.heat.lost.cell"));
            case HeatModel.Activity.Failed(var failure) -> {
                say(
                        Texts.of("usage.heat.failed", failure.text()),
                        Texts.of("usage.heat.failed.cell"));
                offer("common.retry", model::next);
            }
        }
    }

    // Whether calls are shown, or refusals: what is said differs.
    private String kind() {
        return query.measure() == Measure.REFUSALS ? "refusals" : "calls";
    }

    // A cell of the week stands for many hours.
    private String leads() {
        return query.shape() == HeatShape.WEEK ? "week" : kind();
    }

    // What is said below the map, and of a cell that is not there.
    private void say(String below, String ofCell) {
        note.setText(below);
        map.sayOfUnknown(ofCell);
        action.setVisible(false);
    }

    private void offer(String key, Runnable what) {
        action.setText(Texts.of(key));
        action.setOnAction(_ -> what.run());
        action.setVisible(true);
    }

    private String summary(HeatGrid grid, List<HeatPage.Cell> highest) {
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
        state.sayEmpty(
                Texts.of("usage.empty.title." + kind()), Texts.of("usage.empty.text." + kind()));
        model.read(wanted);
        keys.clear();
        keys.add(bench.actions().bind(ConsoleAction.READ_ON, readOnBinding()));
    }

    private Actions.Binding readOnBinding() {
        return new Actions.Binding(
                action::fire,
                action.visibleProperty()
                        .map(isOffered -> isOffered ? "" : Texts.of("usage.read-on.none")));
    }

    @Override
    public void hide() {
        keys.clear();
        model.cancel();
    }

    @Override
    public void toggleTable() {
        isTable = !isTable;
        room.getChildren().setAll(isTable ? table.node() : map);
    }
}
