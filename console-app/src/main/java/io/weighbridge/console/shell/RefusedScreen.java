package io.weighbridge.console.shell;

import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Operator;

import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

/// What an operator sees instead of a screen that their role may not read.
final class RefusedScreen implements Screen {
    private final VBox node = new VBox(12);
    private final String title;

    RefusedScreen(Route route, Operator me) {
        title = Texts.of("shell.route." + route.word());
        Label heading = new Label(title, new FontIcon("fth-lock"));
        heading.getStyleClass().add("state-title");
        Label text =
                new Label(
                        Texts.of(
                                "shell.role.refused",
                                Texts.of("common.role." + me.getRole().name())));
        text.setId("refused");
        node.getChildren().addAll(heading, text);
        node.setAlignment(Pos.CENTER);
    }

    @Override
    public Parent node() {
        return node;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public void shown() {
        // Nothing to read.
    }

    @Override
    public void hidden() {
        // Nothing was begun.
    }
}
