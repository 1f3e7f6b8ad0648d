package io.weighbridge.console.control;

import io.weighbridge.console.action.ConsoleAction;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.util.Duration;

import org.kordamp.ikonli.javafx.FontIcon;

/// Gives a control its words: what a screen reader says, the tooltip, the keys.
public final class Described {
    private static final Duration TOOLTIP_DELAY = Duration.millis(400);

    private Described() {}

    /// A control that shows no text of its own.
    public static <C extends Node> C named(C node, String name) {
        node.setAccessibleText(name);
        if (node instanceof Control control) {
            tip(control, name);
        }
        return node;
    }

    /// A tooltip, for what is only of interest now and then.
    public static <C extends Control> C tip(C control, String text) {
        Tooltip tooltip = control.getTooltip();
        if (tooltip == null) {
            tooltip = new Tooltip();
            tooltip.setShowDelay(TOOLTIP_DELAY);
            tooltip.setWrapText(true);
            tooltip.setMaxWidth(420);
            control.setTooltip(tooltip);
        }
        tooltip.setText(text);
        control.setAccessibleHelp(text);
        return control;
    }

    /// A button that does an action: its text, icon and keys come from the action.
    public static Button button(ConsoleAction action, Runnable run) {
        Button button = new Button(action.text(), new FontIcon(action.icon()));
        tip(button, action.help().orElse(action.text()) + "  " + action.keys().getDisplayText());
        button.setOnAction(_ -> run.run());
        return button;
    }

    /// A button that shows only the action's icon.
    public static Button iconButton(ConsoleAction action, Runnable run) {
        Button button = button(action, run);
        button.setAccessibleText(action.text());
        button.setText("");
        button.getStyleClass().addAll("button-icon", "flat");
        return button;
    }

    /// A label that belongs to a control, for screen readers and for clicking.
    public static Label label(String text, Node control) {
        Label label = new Label(text);
        label.setLabelFor(control);
        if (control.getAccessibleText() == null) {
            control.setAccessibleText(text);
        }
        return label;
    }
}
