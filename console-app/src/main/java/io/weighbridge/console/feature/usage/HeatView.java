package io.weighbridge.console.feature.usage;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.client.Download;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.ExportModel;
import io.weighbridge.console.control.ExportSheet;
import io.weighbridge.console.control.HeatGrid;
import io.weighbridge.console.control.HeatMap;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.feature.usage.ask.HeatShape;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.console.feature.usage.ask.Names;
import io.weighbridge.console.feature.usage.ask.UsageQuery;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;

import javafx.beans.property.SimpleStringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
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
    // Costs are told with what is known of them.
    private final DataTable<HeatPage.Cell> plainTable;
    private final DataTable<HeatPage.Cell> costTable;
    private DataTable<HeatPage.Cell> table;
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
        this.plainTable = table();
        this.costTable = costTable();
        this.table = plainTable;
        room.getChildren().setAll(map);
        note.setId("usage-heat-note");
        note.getStyleClass().add("muted");
        note.setWrapText(true);
        action.setId("usage-heat-action");
        action.getStyleClass().add("small");
        action.setMinWidth(Region.USE_PREF_SIZE);
        action.managedProperty().bind(action.visibleProperty());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox said =
                new HBox(
                        12,
                        note,
                        action,
                        space,
                        saving("png", this::savePicture),
                        saving("csv", this::saveCells));
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

    private static Button saving(String kind, Runnable save) {
        Button button = new Button(Texts.of("usage.heat.save." + kind));
        button.setId("usage-heat-" + kind);
        button.getStyleClass().add("small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> save.run());
        return button;
    }

    private DataTable<HeatPage.Cell> cells() {
        DataTable<HeatPage.Cell> cells =
                new DataTable<>(
                        Texts.of("usage.heat.cells"), cell -> cell.column() + ":" + cell.row());
        cells.node().setId("usage-heat-table");
        return cells.text(Texts.of("usage.column.time"), 180, HeatPage.Cell::when)
                .text(Texts.of("usage.column.name"), 240, HeatPage.Cell::what)
                .onOpen(cell -> drill(cell.column(), cell.row()));
    }

    private DataTable<HeatPage.Cell> costTable() {
        return cells().figure(
                        Texts.of("usage.heat.charge"),
                        130,
                        cell -> cell.cost().chargeNanos(),
                        cell -> bench.formats().exactMoney(cell.cost().chargeNanos()),
                        cell -> bench.formats().exactMoney(cell.cost().chargeNanos()))
                .figure(
                        Texts.of("usage.measure.cost"),
                        130,
                        cell -> cell.cost().costNanos(),
                        cell -> bench.formats().exactMoney(cell.cost().costNanos()),
                        cell -> bench.formats().exactMoney(cell.cost().costNanos()))
                .figure(
                        Texts.of("usage.measure.margin"),
                        130,
                        cell -> cell.cost().marginNanos(),
                        cell -> bench.formats().exactMoney(cell.cost().marginNanos()),
                        cell -> bench.formats().exactMoney(cell.cost().marginNanos()))
                .figure(
                        Texts.of("usage.measure.margin-share"),
                        90,
                        cell -> cell.cost().marginMillionths(),
                        this::share,
                        this::share)
                .text(Texts.of("usage.heat.known"), 130, this::known);
    }

    private String known(HeatPage.Cell cell) {
        return Texts.of(
                "usage.heat.known.of",
                bench.formats().count(cell.cost().costedCalls()),
                bench.formats().count(cell.cost().calls()));
    }

    private String share(HeatPage.Cell cell) {
        long share = cell.cost().marginMillionths();
        return HeatGrid.isValue(share) ? bench.formats().share(share) : "–";
    }

    private DataTable<HeatPage.Cell> table() {
        return cells().figure(
                        Texts.of("usage.column.value"),
                        200,
                        HeatPage.Cell::value,
                        cell -> query.measure().exact(cell.value(), bench.formats()),
                        cell -> query.measure().exact(cell.value(), bench.formats()));
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
            table = page.look().measure().isCost() ? costTable : plainTable;
            table.setRows(page.foremost());
            showRoom();
            map.summarise(summary(page.grid(), page.foremost()));
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

    // Whether calls are shown, or refusals, or GPUs: what is said differs.
    private String kind() {
        return query.isOfGpus()
                ? "gpus"
                : query.measure() == Measure.REFUSALS ? "refusals" : "calls";
    }

    // A cell of the week stands for many hours.
    private String leads() {
        String ofHours =
                query.measure().isMeasured()
                        ? "measured"
                        : query.measure().isCost() ? "costs" : kind();
        boolean hasGaps = query.measure().isMeasured() || query.measure().isGpu();
        return query.shape() == HeatShape.WEEK ? hasGaps ? "week.measured" : "week" : ofHours;
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

    private String summary(HeatGrid grid, List<HeatPage.Cell> foremost) {
        String key =
                grid.scale().isDiverging() ? "usage.heat.summary.lowest" : "usage.heat.summary";
        return foremost.isEmpty()
                ? Texts.of("usage.heat.summary.none")
                : Texts.of(
                        key,
                        Texts.of("usage.measure." + query.measure().word()),
                        Integer.toString(grid.rows()),
                        Integer.toString(grid.columns()),
                        grid.exact(foremost.getFirst().value()),
                        foremost.getFirst().what(),
                        foremost.getFirst().when());
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
        keys.add(
                bench.actions()
                        .bind(
                                ConsoleAction.SAVE,
                                new Actions.Binding(this::save, new SimpleStringProperty(""))));
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
        showRoom();
    }

    private void showRoom() {
        Node shown = isTable ? table.node() : map;
        // What has the focus keeps it.
        if (!room.getChildren().contains(shown)) {
            room.getChildren().setAll(shown);
        }
    }

    // What is seen: the picture, or the table's cells.
    private void save() {
        if (isTable) {
            saveCells();
        } else {
            savePicture();
        }
    }

    private void savePicture() {
        if (model.stateProperty().get() instanceof Loadable.Ready<HeatPage>(HeatPage page)) {
            Image picture = map.picture();
            int rows = page.grid().rows();
            save("png", () -> List.of(HeatFile.png(picture, rows)).iterator());
        }
    }

    private void saveCells() {
        if (model.stateProperty().get() instanceof Loadable.Ready<HeatPage>(HeatPage page)) {
            save("csv", () -> HeatFile.csv(page));
        }
    }

    private void save(String kind, Download.Source source) {
        // A key that is held down opens one sheet.
        if (bench.overlay().isShowing()) {
            return;
        }
        String name = String.join("-", "weighbridge", query.measure().word(), query.shape().word());
        bench.overlay()
                .show(
                        new ExportSheet(
                                        new ExportModel(bench.background()),
                                        bench.formats(),
                                        bench.toasts(),
                                        source,
                                        Texts.of("usage.heat.save.what." + kind),
                                        name + "." + kind)
                                .sheet());
    }
}
