package io.weighbridge.console.feature.prices.books;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.PriceBook;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import org.kordamp.ikonli.javafx.FontIcon;

/// What several parts of this screen do alike.
public final class Part {
    private Part() {}

    /// Makes an action's keys work while something is shown.
    public static void bind(
            Workbench bench,
            Subscriptions subscriptions,
            ConsoleAction action,
            ObservableValue<String> refusal,
            Runnable run) {
        subscriptions.add(bench.actions().bind(action, new Actions.Binding(run, refusal)));
    }

    public static void bind(
            Workbench bench, Subscriptions subscriptions, ConsoleAction action, Runnable run) {
        bind(bench, subscriptions, action, new SimpleStringProperty(""), run);
    }

    /// Says to whom it is closed; not there when it is open.
    public static Label refusal(String text) {
        Label label = new Label(text, new FontIcon("fth-lock"));
        label.getStyleClass().addAll("muted", "refusal");
        label.setId("prices-refusal");
        label.setVisible(!text.isEmpty());
        label.setManaged(!text.isEmpty());
        return label;
    }

    /// What a book is called: its note.
    public static String title(PriceBook book) {
        return book.getNote().isEmpty() ? Texts.of("prices.no-note") : book.getNote();
    }

    public static Region space() {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        return space;
    }

    public static Label section(String key) {
        Label label = new Label(Texts.of(key));
        label.getStyleClass().add("section-title");
        return label;
    }

    public static Label muted(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("muted");
        return label;
    }

    /// Takes no room while it is not seen.
    public static <N extends Node> N collapsing(N node) {
        node.managedProperty().bind(node.visibleProperty());
        return node;
    }
}
