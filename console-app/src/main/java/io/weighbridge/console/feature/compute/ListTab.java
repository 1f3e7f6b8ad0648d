package io.weighbridge.console.feature.compute;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.Facts;
import io.weighbridge.console.text.Texts;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// What the tabs with one list have above it.
final class ListTab {
    private ListTab() {}

    /// What stands above a list: what it is, and buttons at the right.
    ///
    /// @param text key of what it is
    static HBox tools(String text, Node... buttons) {
        Label what = Facts.muted(Texts.of(text));
        what.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(what, Priority.ALWAYS);
        HBox tools = new HBox(8, what);
        tools.getChildren().addAll(buttons);
        tools.setAlignment(Pos.CENTER_LEFT);
        return tools;
    }

    /// A button of an action under another name.
    ///
    /// @param text key of its name
    static Node button(ConsoleAction action, Actions.Binding binding, String text, String id) {
        Button button = Buttons.button(action, binding, id);
        button.setText(Texts.of(text));
        return Buttons.room(button, binding);
    }
}
