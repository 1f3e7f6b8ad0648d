package io.weighbridge.console.feature.compute.costs;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.Facts;
import io.weighbridge.console.feature.compute.seen.Followed;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Shell;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.AttributionGrpc;
import io.weighbridge.proto.v1.CostBy;
import io.weighbridge.proto.v1.GpuServices;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One measured GPU: what runs on it, ran and will run.
public final class GpuUseView implements Screen {
    private static final int HISTORY_HEIGHT = 200;

    private final Workbench bench;
    private final Formats formats;
    private final boolean isDrawer;
    private final String gpu;
    private final AssignModel model;
    private final StringProperty noSet = new SimpleStringProperty(Texts.of("compute.unread"));
    private final Actions.Binding set = new Actions.Binding(this::set, noSet);
    private final Followed<GpuUse> page;

    private GpuUseView(Address address, Workbench bench, boolean isDrawer) {
        this.bench = bench;
        this.formats = bench.formats();
        this.isDrawer = isDrawer;
        this.gpu = address.id();
        model = new AssignModel(bench.client(), bench.background(), formats.clock());
        page =
                new Followed<>(
                        bench,
                        Texts.of("compute.assign.gpu"),
                        "",
                        () -> Optional.of(model.use(gpu)),
                        this::show);
    }

    /// Whether an address is that of a measured GPU.
    public static boolean isAt(Address address) {
        return GpuUse.isOf(address);
    }

    public static Screen of(Address address, Workbench bench, boolean isDrawer) {
        return new GpuUseView(address, bench, isDrawer);
    }

    private void show(GpuUse use) {
        noSet.set(RoleCheck.refusal(bench.me(), AttributionGrpc.getSetGpuServicesMethod()));
        List<Node> parts = new ArrayList<>();
        if (!isDrawer) {
            parts.add(Shell.heading(gpu));
        }
        parts.addAll(List.of(buttons(), facts(use), history(use)));
        page.fill(parts);
    }

    private FlowPane buttons() {
        Button button = Buttons.button(ConsoleAction.EDIT, set, "gpu-use-set");
        button.setText(Texts.of("compute.assign.action"));
        Button costs = new Button(Texts.of("compute.assign.costs"));
        costs.setId("gpu-use-costs");
        costs.setOnAction(
                _ ->
                        bench.navigator()
                                .open(
                                        new CostsQuery(
                                                        SpanChoice.of(SpanChoice.Kind.DAYS_7),
                                                        CostBy.COST_BY_GPU,
                                                        false)
                                                .in(
                                                        Address.of(Route.COMPUTE)
                                                                .with("tab", CostsTab.NAME))));
        return new FlowPane(8, 8, Buttons.room(button, set), costs);
    }

    private VBox facts(GpuUse use) {
        Label now = new Label(GpuTables.now(use));
        now.setId("gpu-use-now");
        now.setWrapText(true);
        if (!use.isKnown()) {
            ChipCell.dress(now, "watch");
        }
        Facts facts =
                new Facts()
                        .with("compute.measured.card", use.card())
                        .with("compute.assign.now", now)
                        .with(
                                "compute.price.from",
                                use.now() == null
                                        ? ""
                                        : formats.instant(use.now().getEffectiveAtMs()))
                        .with("compute.later", GpuTables.later(use, formats));
        VBox card = Facts.card(Texts.of("compute.assign.runs"), facts.node());
        if (!use.isKnown()) {
            card.getChildren().add(Facts.muted(Texts.of("compute.assign.unsaid.why")));
        }
        return card;
    }

    private VBox history(GpuUse use) {
        if (use.said().isEmpty()) {
            return Facts.card(
                    Texts.of("compute.assign.history"),
                    Facts.muted(Texts.of("compute.links.none")));
        }
        DataTable<GpuServices> table = GpuTables.history(formats);
        table.node().setId("gpu-use-history");
        table.node().setPrefHeight(HISTORY_HEIGHT);
        table.setRows(use.said().reversed());
        return Facts.card(Texts.of("compute.assign.history"), table.node());
    }

    private void set() {
        AssignSheet.show(bench, model, gpu, page::read);
    }

    @Override
    public Parent node() {
        return page.node();
    }

    @Override
    public String title() {
        return gpu;
    }

    @Override
    public void shown() {
        page.bind(ConsoleAction.EDIT, set);
        page.shown();
    }

    @Override
    public void hidden() {
        page.hidden();
    }
}
