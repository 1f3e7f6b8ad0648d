package io.weighbridge.console.control;

import javafx.scene.control.Label;
import javafx.scene.control.TableCell;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;

/// A cell with a word on a coloured ground; nothing where there is no word.
public final class ChipCell<R> extends TableCell<R, R> {
    private final Function<R, String> text;
    private final Function<R, String> style;
    private final Label chip = new Label();

    /// @param style of the word: ok, watch, over or blocked; empty for none
    public ChipCell(Function<R, String> text, Function<R, String> style) {
        this.text = text;
        this.style = style;
    }

    @Override
    protected void updateItem(@Nullable R row, boolean empty) {
        super.updateItem(row, empty);
        if (empty || row == null || text.apply(row).isEmpty()) {
            setGraphic(null);
            return;
        }
        chip.setText(text.apply(row));
        dress(chip, style.apply(row));
        setGraphic(chip);
    }

    /// Puts a word on a ground of this colour.
    public static void dress(Label chip, String style) {
        chip.getStyleClass().setAll(List.of("label", "chip"));
        if (!style.isEmpty()) {
            chip.getStyleClass().add(style);
        }
    }
}
