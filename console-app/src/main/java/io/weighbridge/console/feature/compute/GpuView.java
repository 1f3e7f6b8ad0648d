package io.weighbridge.console.feature.compute;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.Facts;
import io.weighbridge.console.feature.compute.seen.Followed;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Shell;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ComputeGrpc;
import io.weighbridge.proto.v1.Gpu;
import io.weighbridge.proto.v1.GpuFigures;
import io.weighbridge.proto.v1.GpuPrice;

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
import java.util.function.Consumer;

/// One GPU: its figures, what its hour costs, and all that was said of both before.
final class GpuView implements Screen {
    private static final int PRICES_HEIGHT = 170;

    private final Workbench bench;
    private final Formats formats;
    private final boolean isDrawer;
    private final String name;
    private final GpusModel model;
    private final GpuSheets sheets;
    private final StringProperty noEdit = new SimpleStringProperty(Texts.of("compute.unread"));
    private final StringProperty noPrice = new SimpleStringProperty(Texts.of("compute.unread"));
    private final Actions.Binding edit;
    private final Actions.Binding retire;
    private final Actions.Binding price;
    private final Button retireButton;
    private final Followed<GpusModel.History> page;

    GpuView(Address address, Workbench bench, boolean isDrawer) {
        this.bench = bench;
        this.formats = bench.formats();
        this.isDrawer = isDrawer;
        this.name = address.id();
        model = new GpusModel(bench.client(), bench.background(), formats.clock());
        page =
                new Followed<>(
                        bench,
                        Texts.of("compute.gpu.gone", name),
                        Texts.of("compute.gpu.gone.text"),
                        () -> Optional.ofNullable(model.history(name)),
                        this::show);
        sheets = new GpuSheets(bench, model, page::read);
        edit = new Actions.Binding(() -> withGpu(sheets::edit), noEdit);
        retire = new Actions.Binding(() -> withGpu(sheets::retire), noEdit);
        price = new Actions.Binding(() -> withGpu(sheets::price), noPrice);
        retireButton = Buttons.button(ConsoleAction.DISCARD, retire, "gpu-retire");
    }

    private void withGpu(Consumer<Gpu> use) {
        GpusModel.History now = page.seen();
        if (now != null) {
            use.accept(now.row().gpu());
        }
    }

    private void show(GpusModel.History history) {
        noEdit.set(RoleCheck.refusal(bench.me(), ComputeGrpc.getSetGpuMethod()));
        noPrice.set(RoleCheck.refusal(bench.me(), ComputeGrpc.getSetGpuPriceMethod()));
        retireButton.setText(
                Texts.of(
                        history.row().gpu().getFigures().getRetired()
                                ? "compute.gpu.revive.action"
                                : "compute.gpu.retire.action"));
        List<Node> parts = new ArrayList<>();
        if (!isDrawer) {
            parts.add(Shell.heading(name));
        }
        parts.addAll(List.of(buttons(), facts(history.row()), prices(history), versions(history)));
        page.fill(parts);
    }

    private FlowPane buttons() {
        Button editButton = Buttons.button(ConsoleAction.EDIT, edit, "gpu-edit");
        editButton.setText(Texts.of("compute.gpu.edit.action"));
        Button priceButton = Buttons.button(ConsoleAction.SET_PRICE, price, "gpu-set-price");
        priceButton.setText(Texts.of("compute.price.action"));
        return new FlowPane(
                8,
                8,
                Buttons.room(priceButton, price),
                Buttons.room(editButton, edit),
                Buttons.room(retireButton, retire));
    }

    private VBox facts(GpuRow row) {
        GpuFigures figures = row.gpu().getFigures();
        Label hour = new Label(GpuTables.hour(row, formats));
        hour.setId("gpu-hour-now");
        if (!row.isPriced()) {
            ChipCell.dress(hour, "watch");
        }
        Facts facts = new Facts().with("compute.gpu.hour", hour);
        if (!row.isPriced()) {
            facts.with("compute.gpu.unpriced.name", Texts.of("compute.gpu.unpriced.why"));
        }
        facts.with("compute.gpu.later", ComputeWords.later(row.later(), formats));
        for (GpuField field : GpuField.TYPED) {
            if (field != GpuField.TITLE) {
                facts.with("compute.gpu." + field.word(), field.typed(figures));
            }
        }
        return Facts.card(figures.getTitle(), facts.node());
    }

    private VBox prices(GpusModel.History history) {
        if (history.prices().isEmpty()) {
            return Facts.card(
                    Texts.of("compute.prices"), Facts.muted(Texts.of("compute.prices.none")));
        }
        DataTable<GpuPrice> table = GpuTables.prices(formats);
        table.node().setId("gpu-prices");
        table.node().setPrefHeight(PRICES_HEIGHT);
        table.setRows(history.prices().reversed());
        return Facts.card(Texts.of("compute.prices"), table.node());
    }

    private VBox versions(GpusModel.History history) {
        VBox lines = new VBox(6);
        lines.setId("gpu-versions");
        List<Gpu> versions = history.versions();
        for (int i = versions.size() - 1; i >= 0; i--) {
            Gpu version = versions.get(i);
            String at =
                    version.getChangedAtMs() == 0
                            ? Texts.of("compute.version.first", Long.toString(version.getVersion()))
                            : Texts.of(
                                    "compute.version.at",
                                    Long.toString(version.getVersion()),
                                    formats.instant(version.getChangedAtMs()));
            String changes =
                    i == 0 ? "" : changes(versions.get(i - 1).getFigures(), version.getFigures());
            Label line = new Label(changes.isEmpty() ? at : at + '\n' + changes);
            line.setWrapText(true);
            line.setMinHeight(Label.USE_PREF_SIZE);
            lines.getChildren().add(line);
        }
        return Facts.card(Texts.of("compute.versions"), lines);
    }

    /// What one version says otherwise than the one before, a line each.
    static String changes(GpuFigures before, GpuFigures after) {
        StringBuilder text = new StringBuilder();
        for (GpuField field : GpuField.values()) {
            if (!field.isSame(before, after)) {
                text.append(text.isEmpty() ? "" : "\n")
                        .append(
                                Texts.of(
                                        "common.change",
                                        field.text(),
                                        dash(field.typed(before)),
                                        dash(field.typed(after))));
            }
        }
        return text.toString();
    }

    private static String dash(String value) {
        return value.isEmpty() ? "–" : value;
    }

    @Override
    public Parent node() {
        return page.node();
    }

    @Override
    public String title() {
        return name;
    }

    @Override
    public void shown() {
        page.bind(ConsoleAction.EDIT, edit);
        page.bind(ConsoleAction.DISCARD, retire);
        page.bind(ConsoleAction.SET_PRICE, price);
        page.shown();
    }

    @Override
    public void hidden() {
        page.hidden();
    }
}
