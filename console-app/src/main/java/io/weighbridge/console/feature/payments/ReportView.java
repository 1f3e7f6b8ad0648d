package io.weighbridge.console.feature.payments;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.ExportModel;
import io.weighbridge.console.control.ExportSheet;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.fx.Ticker;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.TabbedList;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.DifferenceKind;
import io.weighbridge.proto.v1.GetReconciliationReply;
import io.weighbridge.proto.v1.ReconciliationRun;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

/// One report: what it says, every difference, and what both sides come to.
final class ReportView implements Screen {
    private static final int POLL_MS = 1_000;

    private final Workbench bench;
    private final Formats formats;
    private final boolean isDrawer;
    private final String id;
    private final ReportModel model;
    private final ComboBox<DifferenceKind> kind = new ComboBox<>();
    private final TabbedList<DifferenceRow> differences;
    private final VBox head = new VBox(10);
    private final VBox totals = new VBox();
    private final Label says = new Label();
    private final StringProperty noExport = new SimpleStringProperty("");
    private final Actions.Binding export = new Actions.Binding(this::export, noExport);
    private final StatePane pane;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Ticker ticker;
    private @Nullable GetReconciliationReply seen;

    ReportView(Address address, Workbench bench, boolean isDrawer) {
        this.bench = bench;
        this.formats = bench.formats();
        this.isDrawer = isDrawer;
        this.id = address.id();
        model = new ReportModel(bench.client(), bench.background());
        StateBox.fill(
                kind,
                DifferenceKind.class,
                "payments.differences.all",
                ReportWords::kind,
                "report-kind",
                "payments.column.kind");
        differences =
                new TabbedList<>(
                                bench,
                                "payments.",
                                "differences",
                                ReportTables.differences(formats).onSelect(this::say),
                                () ->
                                        new TabbedList.Wanted<>(
                                                kind.getValue(),
                                                model.differences(id, kind.getValue())),
                                tools())
                        .filteredBy(kind)
                        .withBelow(says);
        differences.table().onOpen(this::drill);
        says.setId("report-says");
        says.setWrapText(true);
        says.setMinHeight(Region.USE_PREF_SIZE);
        says.managedProperty().bind(says.textProperty().isNotEmpty());
        VBox content = new VBox(12, head, tabs());
        pane = new StatePane(content, Texts.of("payments.report.none"), "", this::read);
        pane.getStyleClass().addAll("screen", "payments");
        ticker = new Ticker(POLL_MS, bench.background().fx(), () -> model.poll(id));
    }

    private HBox tools() {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox tools =
                new HBox(8, kind, space, Buttons.of(ConsoleAction.EXPORT, export, "report-export"));
        tools.setAlignment(Pos.CENTER_LEFT);
        return tools;
    }

    private TabPane tabs() {
        Tab sums = new Tab(Texts.of("payments.totals"), totals);
        sums.setId("report-tab-totals");
        totals.getStyleClass().add("tabbed-list");
        TabPane tabs = new TabPane(differences.tab(), sums);
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.setAccessibleText(Texts.of("payments.column.report"));
        tabs.getStyleClass().add("list-tabs");
        VBox.setVgrow(tabs, Priority.ALWAYS);
        return tabs;
    }

    // To the order that it is about; what names none of ours waits among what fits nothing.
    private void drill(DifferenceRow row) {
        String order = row.difference().getOrder();
        Address address =
                order.isEmpty()
                        ? Address.of(Route.PAYMENTS).with("tab", "deliveries")
                        : Address.of(Route.PAYMENTS, order);
        if (isDrawer || order.isEmpty()) {
            bench.navigator().open(address);
        } else {
            bench.navigator().inspect(address);
        }
    }

    private void say() {
        DifferenceRow row = differences.table().selected();
        says.setText(row == null ? "" : ReportWords.says(row.difference(), formats));
    }

    private void export() {
        GetReconciliationReply now = seen;
        if (now != null) {
            ReconciliationRun report = now.getReconciliation();
            bench.overlay()
                    .show(
                            new ExportSheet(
                                            new ExportModel(bench.background()),
                                            formats,
                                            bench.toasts(),
                                            () -> model.csv(report),
                                            Texts.of("payments.report.file", report.getDay()),
                                            "reconciliation-" + report.getDay() + ".csv")
                                    .sheet());
        }
    }

    private void show(Loadable<GetReconciliationReply> now) {
        if (now instanceof Loadable.Ready<GetReconciliationReply>(GetReconciliationReply reply)
                && !reply.equals(seen)) {
            seen = reply;
            ReconciliationRun report = reply.getReconciliation();
            noExport.set(
                    ReportModel.isOpen(report)
                            ? Texts.of("payments.report.open")
                            : report.getDifferences() == 0
                                    ? Texts.of("payments.report.clean")
                                    : "");
            head.getChildren().setAll(ReportParts.head(report, formats, isDrawer));
            totals.getChildren().setAll(ReportParts.totals(reply, formats));
            sayEmpty(report);
            differences.read();
        }
        pane.show(now);
    }

    private void sayEmpty(ReconciliationRun report) {
        boolean isOther = kind.getValue() != DifferenceKind.DIFFERENCE_KIND_UNSPECIFIED;
        if (report.getDifferences() > 0 && isOther) {
            differences.sayEmpty(
                    Texts.of("payments.differences.other"),
                    Texts.of("payments.differences.other.why"));
        } else {
            differences.sayEmpty(
                    Texts.of(
                            ReportModel.isOpen(report)
                                    ? "payments.differences.open"
                                    : "payments.differences.empty"),
                    ReportWords.meaning(report, formats));
        }
    }

    private void read() {
        model.read(id);
        differences.read();
    }

    private void narrow() {
        GetReconciliationReply now = seen;
        if (now != null) {
            sayEmpty(now.getReconciliation());
        }
        differences.read();
    }

    // As a page.
    private void openChosen() {
        DifferenceRow row = differences.table().selected();
        if (row != null && !row.difference().getOrder().isEmpty()) {
            bench.navigator().open(Address.of(Route.PAYMENTS, row.difference().getOrder()));
        }
    }

    @Override
    public Parent node() {
        return pane;
    }

    @Override
    public String title() {
        GetReconciliationReply now = seen;
        return now == null
                ? Texts.of("payments.column.report")
                : Texts.of("payments.report.title", now.getReconciliation().getDay());
    }

    @Override
    public void shown() {
        subscriptions.watch(model.stateProperty(), this::show);
        subscriptions.add(kind.valueProperty().subscribe((_, _) -> narrow())::unsubscribe);
        differences.bindTo(subscriptions);
        bind(ConsoleAction.EXPORT, export);
        bind(ConsoleAction.RELOAD, new Actions.Binding(this::read, new SimpleStringProperty("")));
        bind(
                ConsoleAction.FILTER,
                new Actions.Binding(differences::focusFilter, new SimpleStringProperty("")));
        if (!isDrawer) {
            bind(
                    ConsoleAction.OPEN,
                    new Actions.Binding(this::openChosen, new SimpleStringProperty("")));
        }
        model.read(id);
        ticker.start();
    }

    private void bind(ConsoleAction action, Actions.Binding binding) {
        subscriptions.add(bench.actions().bind(action, binding));
    }

    @Override
    public void hidden() {
        ticker.stop();
        model.cancel();
        differences.cancel();
        subscriptions.clear();
    }
}
