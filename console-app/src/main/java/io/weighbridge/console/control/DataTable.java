package io.weighbridge.console.control;

import io.weighbridge.console.settings.Settings;
import io.weighbridge.console.text.Texts;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.SortedList;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.MouseButton;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A table of immutable rows, which are replaced in bulk. Rows have one height, so that only what
/// is seen is drawn. Its columns, their order, widths and the sorting are remembered; what is
/// selected is copied as text with tabs, exact values first.
///
/// @param <R> a row: a record with value equality
public final class DataTable<R> {
    /// Height of a row.
    public static final int ROW_HEIGHT = 28;

    // Of two lines.
    private static final int TALL_ROW_HEIGHT = 46;

    private final TableView<R> table = new TableView<>();
    private final ObservableList<R> rows = FXCollections.observableArrayList();
    private final List<Column<R>> columns = new ArrayList<>();
    private final Function<R, String> identity;
    private Consumer<R> open = _ -> {};
    private Runnable select = () -> {};
    // A key that is held down is told again and again, but opens once.
    private boolean isEnterDown;
    private boolean isReplacing;
    private boolean isTall;

    private record Column<R>(TableColumn<R, R> column, Function<R, String> copied) {}

    /// @param name for screen readers, and under which its columns are remembered
    /// @param identity what stays the same of a row when its values change: keeps the selection
    public DataTable(String name, Function<R, String> identity) {
        this.identity = identity;
        SortedList<R> sorted = new SortedList<>(rows);
        sorted.comparatorProperty().bind(table.comparatorProperty());
        table.setItems(sorted);
        table.setFixedCellSize(ROW_HEIGHT);
        table.setTableMenuButtonVisible(true);
        FigureHeaders.follow(table);
        CornerRoom.follow(table);
        table.setAccessibleText(name);
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.getStyleClass().addAll("data-table", "dense");
        table.setPlaceholder(new Label(Texts.of("common.table.empty")));
        table.setOnKeyPressed(
                event -> {
                    if (COPY.match(event)) {
                        copySelection();
                        event.consume();
                    } else if (event.getCode() == KeyCode.ENTER && !event.isShortcutDown()) {
                        if (!isEnterDown) {
                            isEnterDown = true;
                            openSelected();
                        }
                        event.consume();
                    }
                });
        table.setOnKeyReleased(
                event -> isEnterDown = isEnterDown && event.getCode() != KeyCode.ENTER);
        // Who has the focus then gets to know when the key is let go.
        table.focusedProperty().subscribe(isFocused -> isEnterDown = isEnterDown && isFocused);
        table.getSelectionModel()
                .selectedItemProperty()
                .subscribe(
                        (_, _) -> {
                            if (!isReplacing) {
                                select.run();
                            }
                        });
        table.setOnMouseClicked(
                event -> {
                    if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
                        openSelected();
                    }
                });
    }

    private static final KeyCombination COPY =
            new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

    /// The node to put into a scene.
    public TableView<R> node() {
        return table;
    }

    /// Makes each row two lines high, for texts that do not fit into one.
    public DataTable<R> tall() {
        isTall = true;
        table.setFixedCellSize(TALL_ROW_HEIGHT);
        return this;
    }

    /// A column of texts.
    public DataTable<R> text(String title, int width, Function<R, String> value) {
        return add(title, width, Comparator.comparing(value), value, value, "text-cell");
    }

    /// A column of figures, at the right.
    ///
    /// @param order what it is sorted by
    /// @param shown as it is read
    /// @param copied as it is copied and hovered: exact
    public <C extends Comparable<? super C>> DataTable<R> figure(
            String title,
            int width,
            Function<R, C> order,
            Function<R, String> shown,
            Function<R, String> copied) {
        return add(title, width, Comparator.comparing(order), shown, copied, "figure-cell");
    }

    /// A column that draws itself.
    ///
    /// @param cell makes a cell; it reuses its nodes and only sets values in `updateItem`
    public DataTable<R> drawn(
            String title,
            int width,
            @Nullable Comparator<R> order,
            Function<R, String> copied,
            Function<TableColumn<R, R>, TableCell<R, R>> cell) {
        TableColumn<R, R> column = column(title, width, order, copied);
        column.setCellFactory(cell::apply);
        return this;
    }

    private DataTable<R> add(
            String title,
            int width,
            Comparator<R> order,
            Function<R, String> shown,
            Function<R, String> copied,
            String style) {
        TableColumn<R, R> column = column(title, width, order, copied);
        boolean isFigure = style.equals("figure-cell");
        column.setCellFactory(_ -> new TextCell<>(shown, copied, isFigure, isTall));
        column.getStyleClass().add(style);
        return this;
    }

    private TableColumn<R, R> column(
            String title, int width, @Nullable Comparator<R> order, Function<R, String> copied) {
        TableColumn<R, R> column = new TableColumn<>(title);
        column.setId(title);
        column.setPrefWidth(width);
        column.setCellValueFactory(data -> new ReadOnlyObjectWrapper<>(data.getValue()));
        column.setSortable(order != null);
        if (order != null) {
            column.setComparator(order);
        }
        table.getColumns().add(column);
        columns.add(new Column<>(column, copied));
        return column;
    }

    /// What Enter or a double click on a row does.
    public DataTable<R> onOpen(Consumer<R> newOpen) {
        open = newOpen;
        return this;
    }

    /// What is done when another row is selected, or none; not when rows are replaced.
    public DataTable<R> onSelect(Runnable newSelect) {
        select = newSelect;
        return this;
    }

    /// Sorts by a column until somebody sorts otherwise.
    ///
    /// @param title of the column
    public DataTable<R> sortBy(String title, TableColumn.SortType type) {
        for (Column<R> column : columns) {
            if (column.column().getText().equals(title)) {
                column.column().setSortType(type);
                table.getSortOrder().setAll(List.of(column.column()));
            }
        }
        return this;
    }

    /// Replaces all rows; what was selected stays selected, and the view stays where it is.
    public void setRows(List<R> newRows) {
        isReplacing = true;
        try {
            replace(newRows);
        } finally {
            isReplacing = false;
        }
    }

    private void replace(List<R> newRows) {
        List<String> selected =
                table.getSelectionModel().getSelectedItems().stream().map(identity).toList();
        rows.setAll(newRows);
        if (!selected.isEmpty()) {
            table.getSelectionModel().clearSelection();
            for (int i = 0; i < table.getItems().size(); i++) {
                if (selected.contains(identity.apply(table.getItems().get(i)))) {
                    table.getSelectionModel().select(i);
                }
            }
        }
    }

    /// Replaces all rows; where the new ones begin with those that are there, only the others are
    /// added.
    public void showRows(List<R> newRows) {
        int before = rows.size();
        boolean isMore =
                before > 0
                        && before < newRows.size()
                        && newRows.subList(0, before).equals(List.copyOf(rows));
        if (isMore) {
            addRows(newRows.subList(before, newRows.size()));
        } else {
            setRows(newRows);
        }
    }

    /// Shows a list that somebody else keeps in order, instead of rows of its own: a click on a
    /// header only tells what order is wanted.
    public DataTable<R> orderedElsewhere(ObservableList<R> kept, Consumer<Comparator<R>> wanted) {
        table.setItems(kept);
        table.setSortPolicy(
                sorted -> {
                    Comparator<R> order = sorted.getComparator();
                    if (order != null) {
                        wanted.accept(order);
                    }
                    return true;
                });
        return this;
    }

    /// Adds rows behind: the next page.
    public void addRows(List<R> more) {
        rows.addAll(more);
    }

    /// The rows, in the order they were given.
    public List<R> rows() {
        return List.copyOf(rows);
    }

    /// The row that is selected, the first of several; null for none.
    public @Nullable R selected() {
        return table.getSelectionModel().getSelectedItem();
    }

    /// All rows that are selected.
    public List<R> allSelected() {
        return List.copyOf(table.getSelectionModel().getSelectedItems());
    }

    private void openSelected() {
        R row = selected();
        if (row != null) {
            open.accept(row);
        }
    }

    /// Copies the selected rows, or all when none is selected, with a header line.
    public void copySelection() {
        List<R> chosen = allSelected().isEmpty() ? List.copyOf(table.getItems()) : allSelected();
        List<Column<R>> visible =
                table.getVisibleLeafColumns().stream()
                        .flatMap(
                                shown ->
                                        columns.stream()
                                                .filter(column -> column.column().equals(shown)))
                        .toList();
        StringBuilder text = new StringBuilder();
        text.append(
                visible.stream()
                        .map(column -> column.column().getText())
                        .collect(Collectors.joining("\t")));
        for (R row : chosen) {
            text.append('\n')
                    .append(
                            visible.stream()
                                    .map(column -> column.copied().apply(row).replace('\t', ' '))
                                    .collect(Collectors.joining("\t")));
        }
        ClipboardContent content = new ClipboardContent();
        content.putString(text.toString());
        Clipboard.getSystemClipboard().setContent(content);
    }

    /// Calls with each row when it is shown, to mark it by pseudo-classes.
    public DataTable<R> decorate(BiConsumer<TableRow<R>, R> decorate) {
        table.setRowFactory(
                _ ->
                        new TableRow<>() {
                            @Override
                            protected void updateItem(R row, boolean empty) {
                                super.updateItem(row, empty);
                                if (!empty && row != null) {
                                    decorate.accept(this, row);
                                }
                            }
                        });
        return this;
    }

    /// Remembers widths, order and visibility of columns under a name.
    public DataTable<R> remember(Settings settings, String name) {
        new ColumnMemory(table, settings, "columns." + name).begin();
        return this;
    }

    private static final class TextCell<R> extends TableCell<R, R> {
        private final Function<R, String> shown;

        TextCell(
                Function<R, String> shown,
                Function<R, String> exact,
                boolean isFigure,
                boolean isTall) {
            this.shown = shown;
            setWrapText(isTall && !isFigure);
            setAlignment(isFigure ? Pos.CENTER_RIGHT : Pos.CENTER_LEFT);
            setOnMouseEntered(_ -> tell(exact));
        }

        // What is exact, or too long for the column; made only where somebody points.
        private void tell(Function<R, String> exact) {
            R row = getItem();
            String text = row == null ? "" : exact.apply(row);
            setTooltip(text.isEmpty() ? null : new Tooltip(text));
        }

        @Override
        protected void updateItem(@Nullable R row, boolean empty) {
            super.updateItem(row, empty);
            setText(empty || row == null ? null : shown.apply(row));
        }
    }
}
