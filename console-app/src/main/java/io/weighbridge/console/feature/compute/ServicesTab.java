package io.weighbridge.console.feature.compute;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.ScreenTab;
import io.weighbridge.console.shell.TabbedList;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ComputeGrpc;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.control.Button;

/// What each service runs, now and later.
final class ServicesTab {
    private final Workbench bench;
    private final RunsModel model;
    private final DataTable<RunRow> table;
    private final TabbedList<RunRow> list;
    private final StringProperty noSet = new SimpleStringProperty("");

    private ServicesTab(Workbench bench) {
        this.bench = bench;
        model = new RunsModel(bench.client(), bench.background(), bench.formats().clock());
        table = RunTables.services(bench.formats()).onSelect(this::forbid);
        Actions.Binding set = new Actions.Binding(this::set, noSet);
        Button services = new Button(Texts.of("compute.services.action"));
        services.setOnAction(
                _ -> bench.navigator().open(Address.of(Route.PLANS).with("section", "services")));
        list =
                new TabbedList<>(
                                bench,
                                "compute.",
                                "services",
                                table,
                                () -> new TabbedList.Wanted<>("", model.rows()),
                                ListTab.tools(
                                        "compute.services.text",
                                        ListTab.button(
                                                ConsoleAction.EDIT,
                                                set,
                                                "compute.run.action",
                                                "services-set")))
                        .leadingTo(row -> row.service().getId(), this::inspect)
                        .does(ConsoleAction.EDIT, set)
                        .withEmptyAction(services);
        forbid();
    }

    static ScreenTab of(Workbench bench) {
        return new ServicesTab(bench).list;
    }

    private void set() {
        RunRow row = table.selected();
        if (row != null) {
            RunSheet.show(bench, model, RunSheet.First.of(row), _ -> list.read());
        }
    }

    private void forbid() {
        String role = RoleCheck.refusal(bench.me(), ComputeGrpc.getSetServiceModelMethod());
        noSet.set(
                !role.isEmpty()
                        ? role
                        : table.selected() == null ? Texts.of("compute.service.choose") : "");
    }

    private void inspect(String service) {
        bench.navigator().inspect(Address.of(Route.COMPUTE, service));
    }
}
