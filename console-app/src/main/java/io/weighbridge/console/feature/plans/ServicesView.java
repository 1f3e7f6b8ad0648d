package io.weighbridge.console.feature.plans;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.MoreRows;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Service;
import io.weighbridge.proto.v1.ServicesGrpc;

import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.function.Consumer;

/// The section of services.
final class ServicesView {
    private static final PseudoClass OFF = PseudoClass.getPseudoClass("off");

    private final Workbench bench;
    private final ServicesModel model;
    private final ServiceSheets sheets;
    private final DataTable<Service> table;
    private final StatePane pane;
    private final Button edit = new Button(Texts.of("plans.service.edit"));
    private final Button toggle = new Button(Texts.of("plans.service.disable.verb"));
    private final String refusal;
    private final VBox node;
    private final Subscriptions subscriptions = new Subscriptions();

    ServicesView(Workbench bench, ServicesModel model) {
        this.bench = bench;
        this.model = model;
        this.sheets = new ServiceSheets(bench, model);
        this.refusal = RoleCheck.refusal(bench.me(), ServicesGrpc.getUpdateServiceMethod());
        this.table = table();
        Button first = new Button(Texts.of("plans.service.new"));
        first.setDisable(!refusal.isEmpty());
        first.setOnAction(_ -> sheets.create());
        pane =
                new StatePane(
                                table.node(),
                                Texts.of("plans.service.empty"),
                                Texts.of("plans.service.empty.text"),
                                model::load)
                        .withEmptyAction(first);
        VBox.setVgrow(pane, Priority.ALWAYS);
        node = new VBox(8, bar(), pane);
        node.getStyleClass().add("section");
    }

    private DataTable<Service> table() {
        Formats formats = bench.formats();
        DataTable<Service> made =
                new DataTable<>(Texts.of("plans.services"), Service::getId)
                        .text(Texts.of("plans.service"), 188, Service::getName);
        for (ServiceField field : ServiceField.values()) {
            add(made, field, formats);
        }
        made.decorate(
                (row, service) ->
                        row.pseudoClassStateChanged(OFF, service.getSettings().getDisabled()));
        made.onOpen(service -> ifAllowed(sheets::edit));
        made.remember(bench.settings(), "services");
        made.node().setId("services");
        MoreRows.follow(made.node(), model.paging()::more);
        return made;
    }

    private static void add(DataTable<Service> table, ServiceField field, Formats formats) {
        switch (field) {
            case CATEGORY, DISABLED, VANISHED ->
                    table.text(
                            field.text(),
                            field == ServiceField.VANISHED ? 170 : 100,
                            service -> field.shown(service.getSettings(), formats));
            case TTL, OUTPUT, SLICE, CEILING ->
                    table.figure(
                            field.text(),
                            130,
                            service -> number(field, service),
                            service -> field.shown(service.getSettings(), formats),
                            service -> field.shown(service.getSettings(), formats));
        }
    }

    private static long number(ServiceField field, Service service) {
        var settings = service.getSettings();
        return switch (field) {
            case TTL -> settings.getHoldTtlMs();
            case OUTPUT -> settings.getDefaultOutputTokens();
            case SLICE -> settings.getMeterSliceTokens();
            case CEILING -> settings.getUnpricedCeilingNanos();
            case CATEGORY, DISABLED, VANISHED -> 0;
        };
    }

    private HBox bar() {
        Button create = Described.button(ConsoleAction.NEW, sheets::create);
        create.setText(Texts.of("plans.service.new"));
        create.setId("new-service");
        create.setDisable(!refusal.isEmpty());
        edit.setId("edit-service");
        edit.setOnAction(_ -> ifAllowed(sheets::edit));
        toggle.setId("toggle-service");
        toggle.setOnAction(_ -> ifAllowed(sheets::toggle));
        table.node().getSelectionModel().selectedItemProperty().subscribe(_ -> mark());
        Label why = new Label(refusal);
        why.getStyleClass().add("muted");
        HBox bar = new HBox(8, create, edit, toggle, why);
        bar.setAlignment(Pos.CENTER_LEFT);
        return bar;
    }

    private void mark() {
        Service chosen = table.selected();
        boolean isOff = chosen != null && chosen.getSettings().getDisabled();
        edit.setDisable(chosen == null || !refusal.isEmpty());
        toggle.setDisable(chosen == null || !refusal.isEmpty());
        toggle.setText(
                Texts.of(isOff ? "plans.service.enable.verb" : "plans.service.disable.verb"));
    }

    private void ifAllowed(Consumer<Service> action) {
        Service chosen = table.selected();
        if (chosen != null && refusal.isEmpty()) {
            action.accept(chosen);
        }
    }

    Parent node() {
        return node;
    }

    void shown() {
        subscriptions.watch(model.paging().stateProperty(), this::show);
        subscriptions.add(
                bench.actions()
                        .bind(
                                ConsoleAction.NEW,
                                new Actions.Binding(
                                        sheets::create, new ReadOnlyStringWrapper(refusal))));
        subscriptions.add(bench.actions().bind(ConsoleAction.EDIT, Buttons.binding(edit, refusal)));
        subscriptions.add(
                bench.actions()
                        .bind(ConsoleAction.BLOCK_SERVICE, Buttons.binding(toggle, refusal)));
        model.load();
        mark();
    }

    private void show(Loadable<List<Service>> state) {
        pane.show(state);
        if (state instanceof Loadable.Ready<List<Service>>(var services)) {
            table.setRows(services);
            mark();
        }
    }

    void hidden() {
        model.cancel();
        subscriptions.clear();
    }
}
