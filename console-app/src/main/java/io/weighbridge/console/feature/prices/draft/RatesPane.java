package io.weighbridge.console.feature.prices.draft;

import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.FilterField;
import io.weighbridge.console.control.GridColumn;
import io.weighbridge.console.control.GridRow;
import io.weighbridge.console.control.GridTable;
import io.weighbridge.console.feature.prices.books.Part;
import io.weighbridge.console.feature.prices.rows.RateColumn;
import io.weighbridge.console.feature.prices.rows.RateRows;
import io.weighbridge.console.feature.prices.words.PriceText;
import io.weighbridge.console.feature.prices.words.UnitWords;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.margin.MarginModel;
import io.weighbridge.console.margin.ServiceComparison;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;

import javafx.beans.property.SimpleStringProperty;
import javafx.collections.transformation.FilteredList;
import javafx.collections.transformation.SortedList;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.Locale;

/// The rates of a book: a table to type into while it is a draft, else to read.
final class RatesPane {
    private final Workbench bench;
    private final DraftModel model;
    private final FilteredList<GridRow> shown;
    private final SortedList<GridRow> sorted;
    private final MarginModel known;
    private final RateMargins margins;
    private final ServiceComparison comparison;
    private final ToggleButton byMargin = new ToggleButton(Texts.of("margin.sort"));
    private final GridTable grid;
    private final FilterField filter = new FilterField();
    private final VBox node;
    private final HBox tools;
    private final Label about = Part.muted(Texts.of("prices.steps.about"));
    private final Button add;
    private final Button duplicate;
    private final Button remove;

    RatesPane(Workbench bench, DraftModel model) {
        this.bench = bench;
        this.model = model;
        this.shown = new FilteredList<>(model.rates());
        this.sorted = new SortedList<>(shown);
        this.known = new MarginModel(bench.client(), bench.background(), bench.settings());
        this.margins = new RateMargins(known, name -> model.services().contains(name));
        this.comparison = new ServiceComparison(known, bench.formats(), bench.overlay());
        this.grid =
                new GridTable(
                                Texts.of("prices.rates"),
                                sorted,
                                columns(),
                                Texts.of("prices.rates.empty"),
                                model::addRate,
                                _ -> model.look())
                        .onFinished(
                                row -> {
                                    RateRows.tidy(row);
                                    model.look();
                                });
        grid.withFollowing(RateColumn.PER.index(), margins.columns());
        grid.node().setId("rates");
        byMargin.setId("by-margin");
        Described.tip(byMargin, Texts.of("margin.sort.help"));
        byMargin.setOnAction(_ -> margins.sort(sorted, byMargin.isSelected()));
        filter.setPromptText(Texts.of("prices.filter"));
        filter.setId("rates-filter");
        Described.named(filter, Texts.of("prices.filter"));
        filter.textProperty().subscribe(this::narrow);
        add = Described.button(ConsoleAction.NEW, this::addLine);
        add.setText(Texts.of("prices.line.add"));
        add.setId("add-line");
        duplicate = Described.button(ConsoleAction.DUPLICATE_LINES, this::duplicate);
        duplicate.setText(Texts.of("prices.line.duplicate"));
        remove = Described.button(ConsoleAction.REMOVE_LINES, this::remove);
        remove.setText(Texts.of("prices.line.remove"));
        remove.setId("remove-line");
        tools = new HBox(8, filter, byMargin, Part.space(), add, duplicate, remove);
        tools.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(filter, Priority.SOMETIMES);
        filter.setMaxWidth(260);
        VBox.setVgrow(grid.node(), Priority.ALWAYS);
        about.setWrapText(true);
        about.setMinHeight(Region.USE_PREF_SIZE);
        Part.collapsing(about);
        node = new VBox(8, tools, grid.node(), about);
    }

    private List<GridColumn> columns() {
        return List.of(
                GridColumn.text(
                        RateColumn.SERVICE.title(), 118, _ -> List.copyOf(model.services())),
                GridColumn.text(RateColumn.UNIT.title(), 130, _ -> UnitWords.names()),
                GridColumn.text(RateColumn.TIER.title(), 74, _ -> PriceText.tiers()),
                GridColumn.figure(RateColumn.PRICE.title(), 118),
                GridColumn.text(RateColumn.PER.title(), 124, RateRows::usualQuantities),
                GridColumn.figure(RateColumn.ABOVE.title(), 96),
                GridColumn.text(RateColumn.ACCOUNT.title(), 110, _ -> List.of()),
                GridColumn.text(RateColumn.STEPS.title(), 340, _ -> List.of()));
    }

    Parent node() {
        return node;
    }

    GridTable grid() {
        return grid;
    }

    /// Whether lines can be changed.
    void allow(boolean isAllowed) {
        grid.typingAllowedProperty().set(isAllowed);
        about.setVisible(isAllowed);
        for (Button button : List.of(add, duplicate, remove)) {
            button.setVisible(isAllowed);
            button.setManaged(isAllowed);
        }
    }

    /// Asks anew what prices cost and what others ask.
    void reckon() {
        known.restart();
    }

    /// What is known of the line that is chosen.
    Parent comparison() {
        return comparison;
    }

    private void compare() {
        int place = grid.node().getFocusModel().getFocusedIndex();
        comparison.show(
                place < 0 || place >= sorted.size()
                        ? List.of()
                        : margins.of(sorted.get(place)).stream().toList());
    }

    void bind(Subscriptions subscriptions, SimpleStringProperty refusal) {
        subscriptions.watch(grid.node().getFocusModel().focusedIndexProperty(), _ -> compare());
        subscriptions.watch(known.changesProperty(), _ -> compare());
        subscriptions.watch(model.resultProperty(), _ -> compare());
        subscriptions.watch(model.stateProperty(), _ -> margins.want(model.rates()));
        Part.bind(bench, subscriptions, ConsoleAction.NEW, refusal, this::addLine);
        Part.bind(bench, subscriptions, ConsoleAction.DUPLICATE_LINES, refusal, this::duplicate);
        Part.bind(bench, subscriptions, ConsoleAction.REMOVE_LINES, refusal, this::remove);
        Part.bind(bench, subscriptions, ConsoleAction.FILTER, filter::requestFocus);
    }

    private void narrow(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        shown.setPredicate(
                wanted.isEmpty()
                        ? null
                        : row ->
                                row.isBlank()
                                        || row.texts().stream()
                                                .anyMatch(
                                                        cell ->
                                                                cell.toLowerCase(Locale.ROOT)
                                                                        .contains(wanted)));
    }

    /// Shows all lines again, so that one can be gone to.
    void showAll() {
        filter.clear();
    }

    private void addLine() {
        grid.goTo(model.addRate(), RateColumn.SERVICE.index());
    }

    private void duplicate() {
        List<GridRow> copies = model.duplicate(grid.selectedRows());
        if (!copies.isEmpty()) {
            grid.goTo(copies.getFirst(), RateColumn.UNIT.index());
        }
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
