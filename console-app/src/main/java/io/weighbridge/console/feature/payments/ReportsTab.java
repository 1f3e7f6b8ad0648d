package io.weighbridge.console.feature.payments;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.Facts;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.TabbedList;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ReconciliationGrpc;
import io.weighbridge.proto.v1.ReconciliationRun;

import javafx.beans.property.SimpleStringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// Reports of differences, under their tab, and the button that has a day compared.
final class ReportsTab {
    private final Workbench bench;
    private final ReportModel model;
    private final TabbedList<ReconciliationRun> list;

    ReportsTab(Workbench bench) {
        this.bench = bench;
        model = new ReportModel(bench.client(), bench.background());
        Actions.Binding compare =
                new Actions.Binding(
                        this::compare,
                        new SimpleStringProperty(
                                RoleCheck.refusal(
                                        bench.me(),
                                        ReconciliationGrpc.getRunReconciliationMethod())));
        list =
                new TabbedList<>(
                                bench,
                                "payments.",
                                "reports",
                                ReportTables.reports(bench.formats()),
                                () -> new TabbedList.Wanted<>("", model.reports()),
                                tools(button(compare, "reports-compare")))
                        .leadingTo(ReconciliationRun::getReconciliation, this::inspect)
                        .does(ConsoleAction.NEW, compare)
                        .withEmptyAction(button(compare, "reports-compare-first"));
    }

    private static Node button(Actions.Binding compare, String id) {
        Button button = Buttons.button(ConsoleAction.NEW, compare, id);
        button.setText(Texts.of("payments.compare.action"));
        return Buttons.room(button, compare);
    }

    private static HBox tools(Node compare) {
        Label what = Facts.muted(Texts.of("payments.reports.text"));
        what.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(what, Priority.ALWAYS);
        HBox tools = new HBox(8, what, compare);
        tools.setAlignment(Pos.CENTER_LEFT);
        return tools;
    }

    private void inspect(String report) {
        bench.navigator().inspect(Address.of(Route.PAYMENTS, report));
    }

    private void compare() {
        CompareSheet.show(
                bench,
                model,
                report -> {
                    list.read();
                    inspect(report.getReconciliation());
                });
    }

    TabbedList<ReconciliationRun> list() {
        return list;
    }
}
