package io.weighbridge.console.control;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.ObservableList;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TablePosition;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.DataFormat;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A table to type into, as a spreadsheet: typing begins a cell, Enter goes to the next row, Tab to
/// the next cell, Escape brings back what stood there, cells are copied, pasted and emptied in
/// blocks. The rows are whoever made them's; this only changes their texts and asks for more.
/// Columns that follow from a row may stand between those that are typed into.
public final class GridTable {
    // Typed cells only, so that what is copied is pasted where it belongs.
    private static final DataFormat CELLS = new DataFormat("application/x-weighbridge-cells");

    private final TableView<GridRow> table = new TableView<>();
    private final List<GridColumn> columns;
    private final Supplier<GridRow> addRow;
    private final Consumer<GridRow> edited;
    private Consumer<GridRow> finished = _ -> {};
    private final BooleanProperty typingAllowed = new SimpleBooleanProperty(true);
    private String begun = "";

    /// @param name for screen readers
    /// @param rows shown; may be a filtered view
    /// @param addRow appends an empty row to them
    /// @param edited told of each change of a row's texts
    public GridTable(
            String name,
            ObservableList<GridRow> rows,
            List<GridColumn> columns,
            String emptyText,
            Supplier<GridRow> addRow,
            Consumer<GridRow> edited) {
        this.columns = List.copyOf(columns);
        this.addRow = addRow;
        this.edited = edited;
        table.setItems(rows);
        table.setFixedCellSize(DataTable.ROW_HEIGHT);
        table.setAccessibleText(name);
        table.setEditable(true);
        table.getStyleClass().addAll("data-table", "grid-table", "dense");
        table.setPlaceholder(new Label(emptyText));
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.getSelectionModel().setCellSelectionEnabled(true);
        for (int i = 0; i < columns.size(); i++) {
            table.getColumns().add(column(i));
        }
        table.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        table.addEventHandler(KeyEvent.KEY_TYPED, this::onTyped);
    }

    private TableColumn<GridRow, GridRow> column(int index) {
        GridColumn shown = columns.get(index);
        TableColumn<GridRow, GridRow> column = new TableColumn<>(shown.title());
        column.setPrefWidth(shown.width());
        column.setSortable(false);
        column.setReorderable(false);
        column.setUserData(index);
        column.setCellValueFactory(data -> new ReadOnlyObjectWrapper<>(data.getValue()));
        column.setCellFactory(_ -> new GridCell(this, index, shown));
        if (shown.isFigure()) {
            column.getStyleClass().add("figure-cell");
        }
        return column;
    }

    /// Shows what follows from rows behind a column.
    ///
    /// @param after the typed column's place among such
    public GridTable withFollowing(int after, List<FollowingColumn> following) {
        int place = table.getColumns().indexOf(typed(after));
        for (FollowingColumn shown : following) {
            TableColumn<GridRow, GridRow> column = new TableColumn<>(shown.title());
            column.setPrefWidth(shown.width());
            column.setSortable(false);
            column.setReorderable(false);
            column.setUserData(shown);
            column.setCellValueFactory(data -> new ReadOnlyObjectWrapper<>(data.getValue()));
            column.setCellFactory(_ -> shown.cell().get());
            column.getStyleClass().addAll("figure-cell", "following-cell");
            table.getColumns().add(++place, column);
        }
        return this;
    }

    private TableColumn<GridRow, ?> typed(int index) {
        return table.getColumns().stream()
                .filter(column -> column.getUserData().equals(index))
                .findFirst()
                .orElseThrow();
    }

    /// The node to put into a scene.
    public TableView<GridRow> node() {
        return table;
    }

    /// Whether cells can be typed into.
    public BooleanProperty typingAllowedProperty() {
        return typingAllowed;
    }

    boolean isTypingAllowed() {
        return typingAllowed.get();
    }

    String takeBegun() {
        String taken = begun;
        begun = "";
        return taken;
    }

    void edited(GridRow row) {
        edited.accept(row);
    }

    /// What is done with a row when a cell of it was typed or pasted, such as writing it properly.
    public GridTable onFinished(Consumer<GridRow> newFinished) {
        finished = newFinished;
        return this;
    }

    void finished(GridRow row) {
        finished.accept(row);
    }

    /// The rows of which cells are selected, in order.
    public List<GridRow> selectedRows() {
        TreeSet<Integer> places = new TreeSet<>();
        table.getSelectionModel().getSelectedCells().forEach(cell -> places.add(cell.getRow()));
        return places.stream()
                .filter(place -> place >= 0 && place < table.getItems().size())
                .map(place -> table.getItems().get(place))
                .toList();
    }

    /// Goes to a cell.
    public void goTo(GridRow row, int column) {
        int place = table.getItems().indexOf(row);
        if (place >= 0) {
            table.requestFocus();
            choose(place, typed(column));
        }
    }

    private void choose(int row, TableColumn<GridRow, ?> at) {
        table.getSelectionModel().clearAndSelect(row, at);
        table.getFocusModel().focus(row, at);
        reveal(row);
        table.scrollToColumn(at);
    }

    // Scrolls no further than needed: the table stands still while one types in it.
    private void reveal(int row) {
        if (table.lookup(".virtual-flow") instanceof VirtualFlow<?> flow
                && flow.getFirstVisibleCell() != null) {
            int first = flow.getFirstVisibleCell().getIndex();
            int last = flow.getLastVisibleCell().getIndex();
            if (row <= first) {
                table.scrollTo(row);
            } else if (row >= last) {
                table.scrollTo(Math.max(0, row - (last - first) + 1));
            }
        } else {
            table.scrollTo(row);
        }
    }

    private boolean isEditing() {
        return table.getEditingCell() != null && table.getEditingCell().getRow() >= 0;
    }

    private int focusedRow() {
        return table.getFocusModel().getFocusedCell().getRow();
    }

    private TableColumn<GridRow, ?> focused() {
        return table.getColumns()
                .get(Math.max(0, table.getFocusModel().getFocusedCell().getColumn()));
    }

    // The typed column that is focused, or else the one before it.
    private int focusedColumn() {
        int place = table.getColumns().indexOf(focused());
        while (place > 0 && !(table.getColumns().get(place).getUserData() instanceof Integer)) {
            place--;
        }
        return (Integer) table.getColumns().get(place).getUserData();
    }

    void moveDown(int by) {
        TableColumn<GridRow, ?> column = focused();
        int next = focusedRow() + by;
        if (next >= table.getItems().size() && isTypingAllowed()) {
            var _ = addRow.get();
        }
        if (next >= 0 && next < table.getItems().size()) {
            choose(next, column);
        }
    }

    /// @return whether there is a cell to go to
    boolean moveAside(int by) {
        int next = focusedColumn() + by;
        int row = focusedRow();
        if (next < 0 || next >= columns.size()) {
            row += by;
            next = next < 0 ? columns.size() - 1 : 0;
        }
        if (row < 0 || row >= table.getItems().size()) {
            return false;
        }
        choose(row, typed(next));
        return true;
    }

    private void onTyped(KeyEvent event) {
        String text = event.getCharacter();
        boolean isCommand =
                (event.isControlDown() && !event.isAltDown())
                        || event.isMetaDown()
                        || event.isConsumed();
        if (isEditing() || isCommand || text.isEmpty() || text.charAt(0) < ' ') {
            return;
        }
        if (text.charAt(0) == 0x7f || focusedRow() < 0) {
            return;
        }
        begun = text;
        edit();
        event.consume();
    }

    private void edit() {
        if (isTypingAllowed()) {
            TableColumn<GridRow, ?> at = focused();
            // Only a cell that is seen is there to be typed into.
            table.scrollToColumn(at);
            table.layout();
            table.edit(focusedRow(), at);
        }
        begun = "";
    }

    private void onKey(KeyEvent event) {
        if (isEditing()) {
            return;
        }
        if (event.isShortcutDown()) {
            onShortcut(event);
            return;
        }
        boolean isDone =
                switch (event.getCode()) {
                    case ENTER -> {
                        moveDown(event.isShiftDown() ? -1 : 1);
                        yield true;
                    }
                    case F2 -> {
                        edit();
                        yield true;
                    }
                    case TAB -> moveAside(event.isShiftDown() ? -1 : 1);
                    case DELETE, BACK_SPACE -> {
                        empty();
                        yield true;
                    }
                    default -> false;
                };
        if (isDone) {
            event.consume();
        }
    }

    private void onShortcut(KeyEvent event) {
        if (event.getCode() == KeyCode.C) {
            copy();
            event.consume();
        } else if (event.getCode() == KeyCode.V && isTypingAllowed()) {
            paste(copied());
            event.consume();
        }
    }

    private void empty() {
        if (!isTypingAllowed()) {
            return;
        }
        for (TablePosition<?, ?> cell : table.getSelectionModel().getSelectedCells()) {
            GridRow row = table.getItems().get(cell.getRow());
            if (cell.getTableColumn().getUserData() instanceof Integer index) {
                row.cell(index).set("");
                edited(row);
            }
        }
    }

    // As text also what follows from a row, behind what is typed.
    private void copy() {
        Map<Integer, List<String>> typed = new TreeMap<>();
        Map<Integer, List<String>> following = new TreeMap<>();
        for (TablePosition<?, ?> cell : table.getSelectionModel().getSelectedCells()) {
            GridRow row = table.getItems().get(cell.getRow());
            switch (cell.getTableColumn().getUserData()) {
                case Integer index -> line(typed, cell.getRow()).add(row.text(index));
                case FollowingColumn shown ->
                        line(following, cell.getRow()).add(shown.copied().apply(row));
                default -> throw new IllegalStateException("a column of neither kind");
            }
        }
        ClipboardContent content = new ClipboardContent();
        content.put(CELLS, block(typed));
        following.forEach((row, texts) -> line(typed, row).addAll(texts));
        content.putString(block(typed));
        Clipboard.getSystemClipboard().setContent(content);
    }

    private static List<String> line(Map<Integer, List<String>> lines, int row) {
        return lines.computeIfAbsent(row, _ -> new ArrayList<>());
    }

    private static String block(Map<Integer, List<String>> lines) {
        return String.join(
                "\n", lines.values().stream().map(line -> String.join("\t", line)).toList());
    }

    private static @Nullable String copied() {
        Clipboard clipboard = Clipboard.getSystemClipboard();
        return clipboard.getContent(CELLS) instanceof String cells ? cells : clipboard.getString();
    }

    /// Puts a block of texts, as a spreadsheet copies them, into the cells from the focused one on;
    /// adds rows where there are too few.
    void paste(@Nullable String block) {
        if (block == null || block.isEmpty()) {
            return;
        }
        int row = Math.max(0, focusedRow());
        int from = focusedColumn();
        List<String> lines = block.replace("\r", "").lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String[] texts = lines.get(i).split("\t", -1);
            GridRow at =
                    row + i < table.getItems().size()
                            ? table.getItems().get(row + i)
                            : addRow.get();
            for (int j = 0; j < texts.length && from + j < columns.size(); j++) {
                at.cell(from + j).set(texts[j].strip());
            }
            finished(at);
            edited(at);
        }
    }
}
