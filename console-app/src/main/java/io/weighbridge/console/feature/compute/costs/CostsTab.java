package io.weighbridge.console.feature.compute.costs;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.Chosen;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.ExportModel;
import io.weighbridge.console.control.ExportSheet;
import io.weighbridge.console.control.Facts;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.ScreenTab;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.CostBy;

import javafx.beans.property.SimpleStringProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What GPU hours cost and earned, by GPU, service, account or key, and by hour or day.
public final class CostsTab implements ScreenTab {
    static final String NAME = "costs";

    private final Workbench bench;
    private final Formats formats;
    private final CostsModel model;
    private final SpanBar span;
    private final ComboBox<CostBy> by = new ComboBox<>();
    private final ComboBox<Boolean> step = new ComboBox<>();
    private final CostsTable lines;
    private final CostsTable buckets;
    private final Button twin =
            Buttons.button(ConsoleAction.SHOW_AS_TABLE, always(this::toggle), "costs-twin");
    private final SimpleStringProperty noExport =
            new SimpleStringProperty(Texts.of("compute.costs.nothing"));
    private final Actions.Binding exporting = new Actions.Binding(this::export, noExport);
    private final StackPane room = new StackPane();
    private final Label said = Facts.muted("");
    private final StatePane pane;
    private final Tab tab;
    private CostsQuery query;
    private boolean isByTime;

    /// @param address of the screen, with what is looked at first
    public CostsTab(Workbench bench, Address address) {
        this.bench = bench;
        this.formats = bench.formats();
        model = new CostsModel(bench.client(), bench.background(), formats);
        query = CostsQuery.of(address);
        span = new SpanBar(bench, "costs", query.span(), next -> choose(query.with(next)));
        lines =
                new CostsTable(
                        CostTables.of(formats, "compute.costs.lines", "compute.costs.name", 130)
                                .onOpen(this::open)
                                .remember(bench.settings(), "compute.costs"));
        lines.table().node().setId("costs-lines");
        buckets =
                new CostsTable(
                        CostTables.of(formats, "compute.costs.buckets", "compute.costs.time", 150)
                                .remember(bench.settings(), "compute.costs.buckets"));
        buckets.table().node().setId("costs-buckets");
        room.getChildren().setAll(lines.table().node());
        said.setId("costs-said");
        pane =
                new StatePane(
                                room,
                                Texts.of("compute.costs.empty"),
                                Texts.of("compute.costs.why"),
                                this::read)
                        .withEmptyAction(toMeasured());
        VBox.setVgrow(pane, Priority.ALWAYS);
        VBox node = new VBox(8, bar(), said, pane);
        node.getStyleClass().add("tabbed-list");
        tab = new Tab(Texts.of("compute.costs"), node);
        tab.setId("compute-tab-" + NAME);
        model.stateProperty().subscribe(this::take);
        model.readingProperty().subscribe(_ -> tell());
        model.rowsReadProperty().subscribe(_ -> tell());
        model.oldProperty().subscribe(_ -> tell());
    }

    private Button toMeasured() {
        Button measured = new Button(Texts.of("compute.costs.action"));
        measured.setOnAction(
                _ -> bench.navigator().open(Address.of(Route.COMPUTE).with("tab", "measured")));
        return measured;
    }

    private HBox bar() {
        by.getItems().setAll(CostsQuery.ALL_BY);
        by.setConverter(
                new Chosen<>(each -> Texts.of("compute.costs.by." + CostsQuery.word(each))));
        by.setId("costs-by");
        Described.named(by, Texts.of("compute.costs.by"));
        by.setValue(query.by());
        by.setOnAction(_ -> choose(query.with(by.getValue())));
        step.getItems().setAll(false, true);
        step.setConverter(
                new Chosen<>(
                        isByDay ->
                                Texts.of(
                                        isByDay
                                                ? "compute.costs.step.day"
                                                : "compute.costs.step.hour")));
        step.setId("costs-step");
        Described.named(step, Texts.of("compute.costs.step"));
        step.setValue(query.isByDay());
        step.setOnAction(_ -> choose(query.withDays(step.getValue())));
        by.setMinWidth(Region.USE_PREF_SIZE);
        step.setMinWidth(Region.USE_PREF_SIZE);
        nameTwin();
        Button export = Buttons.button(ConsoleAction.EXPORT, exporting, "costs-export");
        export.setText(Texts.of("compute.costs.csv"));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox bar = new HBox(8, span, by, step, space, twin, Buttons.room(export, exporting));
        bar.setAlignment(Pos.CENTER_LEFT);
        return bar;
    }

    private static Actions.Binding always(Runnable run) {
        return new Actions.Binding(run, new SimpleStringProperty(""));
    }

    private void choose(CostsQuery next) {
        if (!next.equals(query)) {
            query = next;
            bench.navigator().changed(address(Address.of(Route.COMPUTE)));
            read();
        }
    }

    private void take(Loadable<CostsPage> now) {
        pane.show(now);
        noExport.set(
                now instanceof Loadable.Ready<CostsPage> ? "" : Texts.of("compute.costs.nothing"));
        if (now instanceof Loadable.Ready<CostsPage>(CostsPage page)) {
            lines.show(withTotal(page.lines(), page));
            buckets.show(withTotal(page.buckets(), page));
        }
        tell();
    }

    private static List<CostLine> withTotal(List<CostLine> of, CostsPage page) {
        List<CostLine> all = new ArrayList<>(of);
        all.add(
                new CostLine(
                        CostLine.Kind.ALL,
                        "",
                        Texts.of("compute.costs.total"),
                        page.total(),
                        null));
        return all;
    }

    // Of which time the sums are, and what is going on.
    private void tell() {
        String text = "";
        if (model.stateProperty().get() instanceof Loadable.Ready<CostsPage>(CostsPage page)) {
            text = page.said(formats);
            if (model.oldProperty().get()) {
                text += ' ' + Texts.of("compute.costs.old", formats.instant(page.readAtMs()));
            }
        }
        int rows = model.rowsReadProperty().get();
        // What answers what is asked is read again quietly.
        boolean isWaiting = model.readingProperty().get() && !isAnswered();
        if (isWaiting && rows > 0) {
            text = Texts.of("compute.costs.reading", formats.count(rows));
        }
        said.setText(text);
        room.setOpacity(isWaiting ? 0.7 : 1);
    }

    private boolean isAnswered() {
        return model.stateProperty().get() instanceof Loadable.Ready<CostsPage>(CostsPage page)
                && page.query().equals(query);
    }

    // Sums of whom, or of when.
    private void toggle() {
        isByTime = !isByTime;
        nameTwin();
        room.getChildren().setAll((isByTime ? buckets : lines).table().node());
    }

    private void nameTwin() {
        twin.setText(Texts.of(isByTime ? "compute.costs.by-whom" : "compute.costs.over-time"));
        Described.tip(twin, twin.getText() + "  " + ConsoleAction.SHOW_AS_TABLE.keysText());
    }

    private void export() {
        if (bench.overlay().isShowing()
                || !(model.stateProperty().get()
                        instanceof Loadable.Ready<CostsPage>(CostsPage page))) {
            return;
        }
        List<CostLine> shown = isByTime ? page.buckets() : page.lines();
        String word =
                isByTime
                        ? page.query().isByDay() ? "day" : "hour"
                        : CostsQuery.word(page.query().by());
        bench.overlay()
                .show(
                        new ExportSheet(
                                        new ExportModel(bench.background()),
                                        formats,
                                        bench.toasts(),
                                        () -> CostFile.csv(shown),
                                        Texts.of("compute.costs.export"),
                                        "weighbridge-costs-by-" + word + ".csv")
                                .sheet());
    }

    private void open(CostLine line) {
        if (line.leadsTo() != null) {
            bench.navigator().inspect(line.leadsTo());
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Tab tab() {
        return tab;
    }

    @Override
    public Address address(Address screen) {
        return query.in(screen.with("tab", NAME));
    }

    @Override
    public void shown(Subscriptions keys) {
        keys.add(bench.actions().bind(ConsoleAction.SHOW_AS_TABLE, always(this::toggle)));
        keys.add(bench.actions().bind(ConsoleAction.EXPORT, exporting));
        keys.add(bench.actions().bind(ConsoleAction.FILTER, always(span.box()::requestFocus)));
        read();
    }

    @Override
    public void read() {
        model.read(query);
    }

    // Reading that takes longer than the time between two polls would never end.
    @Override
    public void poll() {
        if (!model.readingProperty().get()) {
            read();
        }
    }

    @Override
    public Optional<Address> chosen() {
        CostLine line = isByTime ? null : lines.table().selected();
        return Optional.ofNullable(line).map(CostLine::leadsTo);
    }

    @Override
    public void cancel() {
        model.cancel();
    }
}
