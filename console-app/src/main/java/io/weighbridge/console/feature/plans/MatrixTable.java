package io.weighbridge.console.feature.plans;

import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.PlanKeys;

import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TablePosition;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// The matrix of plan x service: a row for each service, four narrow columns for each plan. Moved
/// through by arrow keys, edited in place.
final class MatrixTable {
    private static final int SERVICE_WIDTH = 170;
    private static final int NUMBER_WIDTH = 72;
    private static final int SHADOW_WIDTH = 32;

    private final MatrixModel model;
    private final Formats formats;
    private final TableView<String> table = new TableView<>();
    // The plans whose columns are there, by which it is known whether they must be made anew.
    private List<String> shown = List.of();

    /// What a column belongs to.
    ///
    /// @param measure null for the shadow column
    private record Place(String plan, @Nullable Measure measure) {}

    MatrixTable(MatrixModel model, Formats formats) {
        this.model = model;
        this.formats = formats;
        table.setId("matrix");
        table.setFixedCellSize(DataTable.ROW_HEIGHT);
        table.setEditable(true);
        table.setSortPolicy(_ -> false);
        table.getSelectionModel().setCellSelectionEnabled(true);
        table.getStyleClass().addAll("data-table", "dense", "matrix");
        table.setAccessibleText(Texts.of("plans.matrix"));
        table.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        table.addEventFilter(KeyEvent.KEY_TYPED, this::typed);
        table.getColumns().add(services());
    }

    TableView<String> node() {
        return table;
    }

    private static TableColumn<String, String> services() {
        TableColumn<String, String> column = new TableColumn<>(Texts.of("plans.service"));
        column.setPrefWidth(SERVICE_WIDTH);
        column.setReorderable(false);
        column.setEditable(false);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setCellFactory(
                _ ->
                        new TableCell<>() {
                            @Override
                            protected void updateItem(@Nullable String service, boolean empty) {
                                super.updateItem(service, empty);
                                setText(
                                        empty || service == null
                                                ? null
                                                : PlanWords.service(service));
                            }
                        });
        return column;
    }

    /// Shows rows and plans.
    ///
    /// @param onlyPlan the id of the only plan to show; empty for all
    void show(String onlyPlan, String filter) {
        List<String> rows =
                model.rows().stream()
                        .filter(row -> row.isEmpty() || row.contains(filter.strip()))
                        .toList();
        if (!rows.equals(table.getItems())) {
            table.getItems().setAll(rows);
        }
        List<PlanDraft> plans =
                model.plans().stream()
                        .filter(plan -> onlyPlan.isEmpty() || plan.id().equals(onlyPlan))
                        .toList();
        List<String> ids = plans.stream().map(PlanDraft::id).toList();
        if (!ids.equals(shown)) {
            shown = ids;
            List<TableColumn<String, ?>> columns = new ArrayList<>();
            columns.add(table.getColumns().getFirst());
            plans.forEach(plan -> columns.add(column(plan)));
            table.getColumns().setAll(columns);
        }
        for (int i = 0; i < plans.size(); i++) {
            head(table.getColumns().get(i + 1), plans.get(i));
        }
    }

    private TableColumn<String, Object> column(PlanDraft plan) {
        TableColumn<String, Object> group = new TableColumn<>();
        for (Measure measure : Measure.values()) {
            TableColumn<String, CellShown> column = leaf(new Place(plan.id(), measure));
            column.setCellFactory(
                    _ ->
                            new LimitCell(
                                    formats,
                                    (service, typed) ->
                                            model.type(plan.id(), service, measure, typed)));
            group.getColumns().add(column);
        }
        TableColumn<String, CellShown> shadow = leaf(new Place(plan.id(), null));
        shadow.setCellFactory(
                _ -> new ShadowCell(service -> model.toggleShadow(plan.id(), service)));
        shadow.setEditable(false);
        group.getColumns().add(shadow);
        return group;
    }

    private TableColumn<String, CellShown> leaf(Place place) {
        Measure measure = place.measure();
        TableColumn<String, CellShown> column = new TableColumn<>();
        Label head = new Label(measure == null ? "" : measure.brief());
        if (measure == null) {
            head.setGraphic(new org.kordamp.ikonli.javafx.FontIcon("fth-eye"));
        }
        String name = measure == null ? Texts.of("plans.shadow") : measure.text();
        head.setTooltip(new Tooltip(name));
        head.setAccessibleText(name);
        column.setGraphic(head);
        column.setUserData(place);
        column.setPrefWidth(measure == null ? SHADOW_WIDTH : NUMBER_WIDTH);
        column.getStyleClass().add(measure == null ? "shadow-head" : "limit-head");
        column.setSortable(false);
        column.setReorderable(false);
        column.setCellValueFactory(
                row ->
                        Bindings.createObjectBinding(
                                () -> model.cell(place.plan(), row.getValue(), measure),
                                model.revisionProperty()));
        return column;
    }

    private void head(TableColumn<String, ?> column, PlanDraft plan) {
        PlanKeys keys = model.keys(plan.id());
        String text =
                Texts.of(
                        plan.isChanged() ? "plans.head.changed" : "plans.head",
                        plan.name(),
                        formats.count(keys.getKeys()),
                        formats.count(keys.getUsed()));
        Label label = new Label(text);
        label.getStyleClass().add("plan-head");
        label.setTooltip(new Tooltip(Texts.of("plans.head.help", text)));
        column.setGraphic(label);
        column.setUserData(new Place(plan.id(), Measure.REQUESTS));
    }

    /// The plan in whose columns the focus is, the first one when it is in none; empty without
    /// plans.
    String focusedPlan() {
        Place place = focused();
        return place != null ? place.plan() : shown.isEmpty() ? "" : shown.getFirst();
    }

    private @Nullable Place focused() {
        TablePosition<?, ?> cell = table.getFocusModel().getFocusedCell();
        return cell != null
                        && cell.getRow() >= 0
                        && cell.getTableColumn() != null
                        && cell.getTableColumn().getUserData() instanceof Place place
                ? place
                : null;
    }

    private void pressed(KeyEvent event) {
        Place place = focused();
        if (place == null
                || !table.isEditable()
                || table.getEditingCell() != null
                || event.isShortcutDown()) {
            return;
        }
        String service = table.getItems().get(table.getFocusModel().getFocusedCell().getRow());
        if (event.getCode() == KeyCode.DELETE || event.getCode() == KeyCode.BACK_SPACE) {
            model.inherit(place.plan(), service);
            event.consume();
        } else if (event.getCode() == KeyCode.SPACE) {
            model.toggleShadow(place.plan(), service);
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.F2) {
            edit(place);
            event.consume();
        }
    }

    private void edit(Place place) {
        if (place.measure() != null) {
            TablePosition<?, ?> cell = table.getFocusModel().getFocusedCell();
            edit(cell.getRow(), cell.getTableColumn());
        }
    }

    @SuppressWarnings("unchecked")
    private void edit(int row, TableColumn<?, ?> column) {
        table.edit(row, (TableColumn<String, ?>) column);
    }

    // A digit that is typed on a cell begins to replace its number.
    private void typed(KeyEvent event) {
        Place place = focused();
        if (place == null
                || table.getEditingCell() != null
                || place.measure() == null
                || !event.getCharacter().matches("[0-9\\-]")) {
            return;
        }
        edit(place);
        if (table.getScene().getFocusOwner() instanceof javafx.scene.control.TextField field) {
            field.setText(event.getCharacter());
            field.end();
        }
        event.consume();
    }
}
