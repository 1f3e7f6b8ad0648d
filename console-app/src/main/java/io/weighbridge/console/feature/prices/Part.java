package io.weighbridge.console.feature.prices;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import org.kordamp.ikonli.javafx.FontIcon;

/// What several parts of this screen do alike.
final class Part {
    private Part() {}

    /// Makes an action's keys work while something is shown.
    static void bind(
            Workbench bench,
            Subscriptions subscriptions,
            ConsoleAction action,
            ObservableValue<String> refusal,
            Runnable run) {
        subscriptions.add(bench.actions().bind(action, new Actions.Binding(run, refusal)));
    }

    static void bind(
            Workbench bench, Subscriptions subscriptions, ConsoleAction action, Runnable run) {
        bind(bench, subscriptions, action, new SimpleStringProperty(""), run);
    }

    /// Says to whom it is closed; not there when it is open.
    static Label refusal(String text) {
        Label label = new Label(text, new FontIcon("fth-lock"));
        label.getStyleClass().addAll("muted", "refusal");
        label.setId("prices-refusal");
        label.setVisible(!text.isEmpty());
        label.setManaged(!text.isEmpty());
        return label;
    }

    static Region space() {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        return space;
    }

    static Label section(String key) {
        Label label = new Label(Texts.of(key));
        label.getStyleClass().add("section-title");
        return label;
    }

    static Label muted(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("muted");
        return label;
    }

    /// Takes no room while it is not seen.
    static <N extends Node> N collapsing(N node) {
        node.managedProperty().bind(node.visibleProperty());
        return node;
    }
}
