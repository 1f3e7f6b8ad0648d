package io.weighbridge.console.feature.prices.draft;

import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.GridColumn;
import io.weighbridge.console.control.GridRow;
import io.weighbridge.console.control.GridTable;
import io.weighbridge.console.feature.prices.books.Part;
import io.weighbridge.console.feature.prices.rows.FeeColumn;
import io.weighbridge.console.feature.prices.rows.FeeRows;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;

import javafx.beans.property.SimpleStringProperty;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

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
        Button add = Described.button(ConsoleAction.NEW, this::add);
        add.setText(Texts.of("prices.fee.add"));
        add.setId("add-fee");
        Button remove = Described.button(ConsoleAction.REMOVE_LINES, this::remove);
        remove.setText(Texts.of("prices.line.remove"));
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

    void bind(Subscriptions subscriptions, SimpleStringProperty refusal) {
        Part.bind(bench, subscriptions, ConsoleAction.NEW, refusal, this::add);
        Part.bind(bench, subscriptions, ConsoleAction.REMOVE_LINES, refusal, this::remove);
    }

    private void add() {
        grid.goTo(model.addFee(), 0);
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
