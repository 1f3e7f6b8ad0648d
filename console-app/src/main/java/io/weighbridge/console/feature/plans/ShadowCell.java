package io.weighbridge.console.feature.plans;

import io.weighbridge.console.text.Texts;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

import java.util.function.Consumer;

/// Whether an entry only counts: an eye, or a dot where it refuses. Space or a double click changes
/// it.
final class ShadowCell extends TableCell<String, CellShown> {
    private static final PseudoClass INHERITED = PseudoClass.getPseudoClass("inherited");
    private static final PseudoClass CHANGED = PseudoClass.getPseudoClass("changed");

    private final FontIcon eye = new FontIcon("fth-eye");
    private final Tooltip tip = new Tooltip();

    ShadowCell(Consumer<String> toggle) {
        setAlignment(Pos.CENTER);
        getStyleClass().add("limit-cell");
        setOnMouseClicked(
                event -> {
                    if (event.getClickCount() == 2 && !isEmpty() && getTableView().isEditable()) {
                        toggle.accept(getTableView().getItems().get(getIndex()));
                        event.consume();
                    }
                });
    }

    @Override
    protected void updateItem(@Nullable CellShown shown, boolean empty) {
        super.updateItem(shown, empty);
        CellShown there = empty ? null : shown;
        boolean isShadow = there != null && there.isShadow();
        pseudoClassStateChanged(INHERITED, there != null && !there.isOwn());
        pseudoClassStateChanged(CHANGED, there != null && there.isChanged());
        setGraphic(isShadow ? eye : null);
        setText(there != null && !isShadow ? "·" : null);
        if (there != null) {
            tip.setText(Texts.of(isShadow ? "plans.cell.shadow" : "plans.cell.refuses"));
            setTooltip(tip);
            setAccessibleText(tip.getText());
        } else {
            setTooltip(null);
        }
    }
}
