package io.weighbridge.console.feature.compute.costs;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.Facts;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.AttributionGrpc;
import io.weighbridge.proto.v1.GpuHour;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.Optional;

/// Measured GPUs and what runs on each, with the button that says so. A GPU leads to its page.
public final class GpusPart extends VBox {
    private static final int HEIGHT = 120;

    private final Workbench bench;
    private final Runnable read;
    private final AssignModel model;
    private final DataTable<GpuUse> table;
    private final Label hint = Facts.muted("");
    private final StringProperty noSet = new SimpleStringProperty("");
    private final Actions.Binding set = new Actions.Binding(this::set, noSet);

    /// What was read; shown by [#show].
    public static final class Uses {
        private final List<GpuUse> uses;

        private Uses(List<GpuUse> uses) {
            this.uses = uses;
        }

        public boolean isEmpty() {
            return uses.isEmpty();
        }
    }

    /// @param read reads again what [#load] gives
    public GpusPart(Workbench bench, Runnable read) {
        super(8);
        this.bench = bench;
        this.read = read;
        model = new AssignModel(bench.client(), bench.background(), bench.formats().clock());
        table =
                GpuTables.uses(bench.formats())
                        .onSelect(this::forbid)
                        .onOpen(use -> bench.navigator().inspect(GpuUse.address(use.gpu())))
                        .remember(bench.settings(), "measured.gpus");
        table.node().setId("measured-gpus");
        table.node().setMinHeight(HEIGHT);
        table.node().setPrefHeight(HEIGHT);
        Button button = Buttons.button(ConsoleAction.EDIT, set, "measured-set");
        button.setText(Texts.of("compute.assign.action"));
        hint.setId("measured-hint");
        hint.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(hint, Priority.ALWAYS);
        HBox tools = new HBox(8, hint, Buttons.room(button, set));
        tools.setAlignment(Pos.CENTER_LEFT);
        getChildren().setAll(tools, table.node());
        forbid();
    }

    /// Reads what runs on the GPUs that were seen, and on others of which it was said. Blocks.
    public Uses load(List<GpuHour> seen) {
        return new Uses(model.uses(seen));
    }

    /// Shows what was read.
    public void show(Uses read) {
        table.setRows(read.uses);
        long unsaid = read.uses.stream().filter(use -> !use.isKnown()).count();
        hint.setText(
                unsaid == 0
                        ? Texts.of("compute.assign.all-said")
                        : Texts.of(
                                "compute.assign.hint",
                                bench.formats().count(unsaid),
                                bench.formats().count(read.uses.size())));
        if (table.selected() == null && read.uses.size() == 1) {
            table.node().getSelectionModel().select(0);
        }
        forbid();
    }

    /// Binds its keys.
    public void shown(Subscriptions keys) {
        keys.add(bench.actions().bind(ConsoleAction.EDIT, set));
    }

    /// The page of the GPU that is selected.
    public Optional<Address> chosen() {
        return Optional.ofNullable(table.selected()).map(use -> GpuUse.address(use.gpu()));
    }

    private void forbid() {
        String role = RoleCheck.refusal(bench.me(), AttributionGrpc.getSetGpuServicesMethod());
        noSet.set(
                !role.isEmpty()
                        ? role
                        : table.selected() == null ? Texts.of("compute.gpu.choose") : "");
    }

    private void set() {
        GpuUse use = table.selected();
        if (use != null) {
            AssignSheet.show(bench, model, use.gpu(), read);
        }
    }
}
