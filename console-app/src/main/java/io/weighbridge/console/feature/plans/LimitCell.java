package io.weighbridge.console.feature.plans;

import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import org.jspecify.annotations.Nullable;

/// A number of the matrix: dimmed where it is inherited, marked where it is changed or refuses
/// every call. Edited in place: Enter takes what was typed and goes down, Tab goes right, Escape
/// leaves it as it was.
final class LimitCell extends TableCell<String, CellShown> {
    private static final PseudoClass INHERITED = PseudoClass.getPseudoClass("inherited");
    private static final PseudoClass CHANGED = PseudoClass.getPseudoClass("changed");
    private static final PseudoClass ZERO = PseudoClass.getPseudoClass("zero");
    private static final PseudoClass SHADOW = PseudoClass.getPseudoClass("shadow");

    private final Formats formats;
    private final Typing typing;
    private final Tooltip tip = new Tooltip();
    private final TextField field = new TextField();

    /// Takes what was typed into a row's cell; says what is wrong with it, empty for nothing.
    @FunctionalInterface
    interface Typing {
        String type(String service, String typed);
    }

    LimitCell(Formats formats, Typing typing) {
        this.formats = formats;
        this.typing = typing;
        setAlignment(Pos.CENTER_RIGHT);
        getStyleClass().add("limit-cell");
        field.getStyleClass().add("limit-field");
        field.setId("limit-field");
        field.setAlignment(Pos.CENTER_RIGHT);
        field.setAccessibleText(Texts.of("plans.cell.edit"));
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        field.focusedProperty()
                .subscribe(
                        isFocused -> {
                            if (!isFocused && isEditing()) {
                                take();
                            }
                        });
    }

    private void pressed(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE) {
            cancelEdit();
            getTableView().requestFocus();
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.TAB) {
            event.consume();
            TableView<String> table = getTableView();
            int row = getIndex();
            int column = table.getVisibleLeafIndex(getTableColumn());
            if (take()) {
                table.requestFocus();
                move(table, row, column, event);
            }
        }
    }

    // By the place of this cell, not of the focus: that may have gone elsewhere meanwhile.
    private static void move(TableView<String> table, int row, int column, KeyEvent event) {
        boolean isDown = event.getCode() == KeyCode.ENTER;
        int nextRow = isDown ? Math.min(row + 1, table.getItems().size() - 1) : row;
        int step = isDown ? 0 : event.isShiftDown() ? -1 : 1;
        int last = table.getVisibleLeafColumns().size() - 1;
        int nextColumn = Math.clamp(column + step, 1, last);
        table.getSelectionModel().clearAndSelect(nextRow, table.getVisibleLeafColumn(nextColumn));
        table.getFocusModel().focus(nextRow, table.getVisibleLeafColumn(nextColumn));
    }

    // Whether what was typed could be taken; if not, the field stays and says why.
    private boolean take() {
        String problem = typing.type(getTableView().getItems().get(getIndex()), field.getText());
        if (!problem.isEmpty()) {
            field.pseudoClassStateChanged(PseudoClass.getPseudoClass("error"), true);
            tip.setText(problem);
            field.setTooltip(tip);
            field.setAccessibleHelp(problem);
            return false;
        }
        cancelEdit();
        return true;
    }

    @Override
    public void startEdit() {
        super.startEdit();
        if (!isEditing()) {
            return;
        }
        CellShown shown = getItem();
        field.pseudoClassStateChanged(PseudoClass.getPseudoClass("error"), false);
        field.setText(shown == null || !shown.isOwn() ? "" : typed(shown.value()));
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        setGraphic(field);
        // Else the field's skin, made with the next frame, would mark what was typed until then,
        // and the second digit would replace the first.
        applyCss();
        field.requestFocus();
        field.selectAll();
    }

    private static String typed(long value) {
        return value < 0 ? "-" : Long.toString(value);
    }

    @Override
    public void cancelEdit() {
        super.cancelEdit();
        setGraphic(null);
        setContentDisplay(ContentDisplay.LEFT);
    }

    @Override
    protected void updateItem(@Nullable CellShown shown, boolean empty) {
        super.updateItem(shown, empty);
        CellShown there = empty ? null : shown;
        pseudoClassStateChanged(INHERITED, there != null && !there.isOwn());
        pseudoClassStateChanged(CHANGED, there != null && there.isChanged());
        pseudoClassStateChanged(ZERO, there != null && there.value() == 0);
        pseudoClassStateChanged(SHADOW, there != null && there.isShadow());
        if (there == null) {
            setText(null);
            setTooltip(null);
            return;
        }
        setText(text(there));
        tip.setText(explained(there));
        setTooltip(tip);
        setAccessibleText(getText() + ", " + tip.getText());
    }

    private String text(CellShown shown) {
        if (shown.value() < 0) {
            return "∞";
        }
        return shown.value() == 0 ? Texts.of("plans.cell.zero") : formats.brief(shown.value());
    }

    private String explained(CellShown shown) {
        String value =
                shown.value() < 0 ? Texts.of("plans.unlimited") : formats.count(shown.value());
        if (shown.value() == 0) {
            return Texts.of(shown.isShadow() ? "plans.cell.zero-shadow" : "plans.cell.zero.help");
        }
        return shown.isOwn() ? value : Texts.of("plans.cell.inherited", value);
    }
}
