package io.weighbridge.console.feature.prices;

import io.weighbridge.console.control.GridColumn;
import io.weighbridge.console.control.GridRow;
import io.weighbridge.console.control.GridTable;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;

import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.ArrayList;
import java.util.List;

/// The fees of a book.
final class FeesPane {
    private final Workbench bench;
    private final DraftModel model;
    private final GridTable grid;
    private final HBox buttons;
    private final VBox node;

    FeesPane(Workbench bench, DraftModel model) {
        this.bench = bench;
        this.model = model;
        this.grid =
                new GridTable(
                        Texts.of("prices.fees"),
                        model.fees(),
                        List.of(
                                GridColumn.text(FeeColumn.SERVICE.title(), 220, _ -> services()),
                                GridColumn.figure(FeeColumn.PER_REQUEST.title(), 140),
                                GridColumn.figure(FeeColumn.PERCENT.title(), 140)),
                        Texts.of("prices.fees.empty"),
                        model::addFee,
                        _ -> model.look());
        grid.node().setId("fees");
        Button add = new Button(Texts.of("prices.fee.add"), new FontIcon("fth-plus"));
        add.setId("add-fee");
        add.setOnAction(_ -> grid.goTo(model.addFee(), 0));
        Button remove = new Button(Texts.of("prices.line.remove"), new FontIcon("fth-minus"));
        remove.setOnAction(_ -> remove());
        buttons = new HBox(8, add, remove);
        Label about = Part.muted(Texts.of("prices.fees.about"));
        about.setWrapText(true);
        HBox.setHgrow(about, Priority.ALWAYS);
        HBox tools = new HBox(8, about, Part.space(), buttons);
        tools.setAlignment(Pos.CENTER_LEFT);
        VBox.setVgrow(grid.node(), Priority.ALWAYS);
        node = new VBox(8, tools, grid.node());
    }

    private List<String> services() {
        List<String> all = new ArrayList<>();
        all.add(FeeRows.everyService());
        all.addAll(model.services());
        return all;
    }

    Parent node() {
        return node;
    }

    GridTable grid() {
        return grid;
    }

    void allow(boolean isAllowed) {
        grid.typingAllowedProperty().set(isAllowed);
        buttons.setVisible(isAllowed);
        buttons.setManaged(isAllowed);
    }

    private void remove() {
        List<GridRow> rows = grid.selectedRows();
        if (!rows.isEmpty()) {
            Runnable undo = model.remove(rows);
            bench.toasts()
                    .done(Texts.of("prices.line.removed", Integer.toString(rows.size())), undo);
        }
    }
}
