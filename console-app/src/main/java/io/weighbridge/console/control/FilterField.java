package io.weighbridge.console.control;

import atlantafx.base.controls.CustomTextField;

import io.weighbridge.console.text.Texts;

import javafx.scene.Cursor;
import javafx.scene.control.Button;

import org.kordamp.ikonli.javafx.FontIcon;

/// A field that narrows a list down, with a button in it that takes all of that away: what is
/// remembered from last time must be easy to see and to be rid of.
public final class FilterField extends CustomTextField {
    public FilterField() {
        setLeft(new FontIcon("fth-search"));
        Button clear = new Button("", new FontIcon("fth-x"));
        clear.getStyleClass().addAll("flat", "button-icon", "filter-clear");
        clear.setFocusTraversable(false);
        clear.setCursor(Cursor.DEFAULT);
        Described.named(clear, Texts.of("common.filter.clear"));
        clear.setOnAction(
                _ -> {
                    clear();
                    requestFocus();
                });
        clear.visibleProperty().bind(textProperty().isNotEmpty());
        setRight(clear);
    }
}
