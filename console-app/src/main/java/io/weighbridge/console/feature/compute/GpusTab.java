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
import io.weighbridge.proto.v1.Gpu;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.css.PseudoClass;

import java.util.function.Consumer;

/// The catalogue of GPUs.
final class GpusTab {
    private static final PseudoClass OFF = PseudoClass.getPseudoClass("off");

    private final Workbench bench;
    private final DataTable<GpuRow> table;
    private final TabbedList<GpuRow> list;
    private final StringProperty noEdit = new SimpleStringProperty("");
    private final StringProperty noPrice = new SimpleStringProperty("");

    private GpusTab(Workbench bench) {
        this.bench = bench;
        GpusModel model =
                new GpusModel(bench.client(), bench.background(), bench.formats().clock());
        table = GpuTables.gpus(bench.formats()).onSelect(this::forbid);
        table.decorate(
                (row, gpu) ->
                        row.pseudoClassStateChanged(OFF, gpu.gpu().getFigures().getRetired()));
        GpuSheets sheets = new GpuSheets(bench, model, this::read);
        Actions.Binding add =
                new Actions.Binding(
                        sheets::add,
                        new SimpleStringProperty(
                                RoleCheck.refusal(bench.me(), ComputeGrpc.getSetGpuMethod())));
        Actions.Binding edit = new Actions.Binding(() -> withGpu(sheets::edit), noEdit);
        Actions.Binding retire = new Actions.Binding(() -> withGpu(sheets::retire), noEdit);
        Actions.Binding price = new Actions.Binding(() -> withGpu(sheets::price), noPrice);
        list =
                new TabbedList<>(
                                bench,
                                "compute.",
                                "gpus",
                                table,
                                () -> new TabbedList.Wanted<>("", model.rows()),
                                ListTab.tools(
                                        "compute.gpus.text",
                                        ListTab.button(
                                                ConsoleAction.SET_PRICE,
                                                price,
                                                "compute.price.action",
                                                "gpus-price"),
                                        ListTab.button(
                                                ConsoleAction.EDIT,
                                                edit,
                                                "compute.gpu.edit.action",
                                                "gpus-edit"),
                                        ListTab.button(
                                                ConsoleAction.NEW,
                                                add,
                                                "compute.gpu.add.action",
                                                "gpus-add")))
                        .leadingTo(row -> row.gpu().getName(), this::inspect)
                        .does(ConsoleAction.NEW, add)
                        .does(ConsoleAction.EDIT, edit)
                        .does(ConsoleAction.DISCARD, retire)
                        .does(ConsoleAction.SET_PRICE, price)
                        .withEmptyAction(
                                ListTab.button(
                                        ConsoleAction.NEW,
                                        add,
                                        "compute.gpu.add.action",
                                        "gpus-add-first"));
        forbid();
    }

    static ScreenTab of(Workbench bench) {
        return new GpusTab(bench).list;
    }

    private void withGpu(Consumer<Gpu> use) {
        GpuRow row = table.selected();
        if (row != null) {
            use.accept(row.gpu());
        }
    }

    private void forbid() {
        String none = table.selected() == null ? Texts.of("compute.gpu.choose") : "";
        String edit = RoleCheck.refusal(bench.me(), ComputeGrpc.getSetGpuMethod());
        String price = RoleCheck.refusal(bench.me(), ComputeGrpc.getSetGpuPriceMethod());
        noEdit.set(edit.isEmpty() ? none : edit);
        noPrice.set(price.isEmpty() ? none : price);
    }

    private void inspect(String gpu) {
        bench.navigator().inspect(Address.of(Route.COMPUTE, gpu));
    }

    private void read() {
        list.read();
    }
}
