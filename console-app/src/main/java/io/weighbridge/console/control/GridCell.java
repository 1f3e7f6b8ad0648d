package io.weighbridge.console.control;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.TableCell;
import javafx.scene.control.TextField;
import javafx.scene.control.TextFormatter;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import org.jspecify.annotations.Nullable;

/// One cell of a [GridTable]. What is typed is in the row at once, so that rules and sums follow
/// each key; Escape brings back what stood there.
final class GridCell extends TableCell<GridRow, GridRow> {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");
    private static final PseudoClass HINTED = PseudoClass.getPseudoClass("hinted");

    private static final int LONG = 20;

    private final GridTable grid;
    private final int index;
    private final GridColumn column;
    private @Nullable TextField field;
    private Runnable unwatch = () -> {};
    private String before = "";

    GridCell(GridTable grid, int index, GridColumn column) {
        this.grid = grid;
        this.index = index;
        this.column = column;
        setAlignment(column.isFigure() ? Pos.CENTER_RIGHT : Pos.CENTER_LEFT);
        getStyleClass().add("grid-cell");
    }

    @Override
    protected void updateItem(@Nullable GridRow row, boolean empty) {
        super.updateItem(row, empty);
        unwatch.run();
        unwatch = () -> {};
        if (empty || row == null) {
            setText(null);
            setGraphic(null);
            mark(null);
            return;
        }
        var text = row.cell(index).subscribe(_ -> render(row));
        var remark = row.remark(index).subscribe(this::mark);
        unwatch =
                () -> {
                    text.unsubscribe();
                    remark.unsubscribe();
                };
    }

    private void render(GridRow row) {
        if (field == null) {
            setText(row.cell(index).get());
            setGraphic(null);
        }
        tip();
    }

    // A remark, or what may not find room.
    private void tip() {
        GridRow row = getItem();
        Remark remark = row == null ? null : row.remark(index).get();
        String text = remark != null ? remark.text() : row == null ? "" : row.text(index);
        setTooltip(remark != null || text.length() > LONG ? new Tooltip(text) : null);
    }

    private void mark(@Nullable Remark remark) {
        pseudoClassStateChanged(WRONG, remark != null && remark.isWrong());
        pseudoClassStateChanged(HINTED, remark != null && !remark.isWrong());
        tip();
        setAccessibleHelp(remark == null ? null : remark.text());
    }

    @Override
    public void startEdit() {
        GridRow row = getItem();
        if (row == null || !grid.isTypingAllowed()) {
            return;
        }
        super.startEdit();
        if (!isEditing()) {
            return;
        }
        before = row.cell(index).get();
        TextField typed = new TextField(before);
        typed.getStyleClass().add("grid-field");
        typed.setId("grid-field");
        typed.setAlignment(getAlignment());
        Described.named(typed, column.title());
        typed.addEventFilter(KeyEvent.KEY_PRESSED, event -> onKey(event, row));
        typed.setTextFormatter(new TextFormatter<>(change -> complete(change, row)));
        typed.textProperty()
                .addListener(
                        (_, _, now) -> {
                            row.cell(index).set(now);
                            grid.edited(row);
                        });
        typed.focusedProperty()
                .addListener(
                        (_, _, isFocused) -> {
                            if (!isFocused && typed.equals(field)) {
                                cancelEdit();
                            }
                        });
        field = typed;
        setText(null);
        setGraphic(typed);
        // With its skin made now, it has the focus before the next key, and selects nothing later.
        typed.applyCss();
        typed.requestFocus();
        String begun = grid.takeBegun();
        if (begun.isEmpty()) {
            typed.selectAll();
        } else {
            typed.setText("");
            typed.appendText(begun);
        }
    }

    // What was typed, and behind it, chosen so that the next key replaces it, the rest of the first
    // choice that begins so.
    private TextFormatter.Change complete(TextFormatter.Change change, GridRow row) {
        String text = change.getControlNewText();
        boolean isAtEnd = change.getControlNewText().length() == change.getCaretPosition();
        if (!change.isAdded() || !isAtEnd || text.isBlank()) {
            return change;
        }
        for (String choice : column.choices().apply(row)) {
            if (choice.length() > text.length()
                    && choice.regionMatches(true, 0, text, 0, text.length())) {
                change.setText(change.getText() + choice.substring(text.length()));
                change.selectRange(choice.length(), text.length());
                return change;
            }
        }
        return change;
    }

    private void onKey(KeyEvent event, GridRow row) {
        switch (event.getCode()) {
            case ESCAPE -> {
                row.cell(index).set(before);
                grid.edited(row);
                cancelEdit();
            }
            case ENTER -> {
                cancelEdit();
                grid.moveDown(event.isShiftDown() ? -1 : 1);
            }
            case TAB -> {
                cancelEdit();
                boolean _ = grid.moveAside(event.isShiftDown() ? -1 : 1);
            }
            case UP, DOWN -> {
                cancelEdit();
                grid.moveDown(event.getCode() == KeyCode.UP ? -1 : 1);
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    @Override
    public void cancelEdit() {
        super.cancelEdit();
        if (field == null) {
            return;
        }
        field = null;
        GridRow row = getItem();
        if (row != null && !isEmpty()) {
            setGraphic(null);
            setText(row.cell(index).get());
            grid.finished(row);
        }
        grid.node().requestFocus();
    }
}
