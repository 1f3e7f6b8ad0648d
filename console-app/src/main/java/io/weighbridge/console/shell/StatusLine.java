package io.weighbridge.console.shell;

import io.weighbridge.console.client.LinkState;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// The line at the bottom: whether the service answers, how old what one sees is, what waits.
final class StatusLine extends HBox {
    private static final PseudoClass DOWN = PseudoClass.getPseudoClass("down");

    private final Formats formats;
    private final Label link = new Label();
    private final Label unrated = new Label();

    StatusLine(String address, Formats formats) {
        super(16);
        this.formats = formats;
        getStyleClass().add("status-line");
        setAlignment(Pos.CENTER_LEFT);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        link.getStyleClass().add("link-state");
        link.setId("link-state");
        getChildren().addAll(link, new Label(address), space, unrated);
    }

    void showLink(LinkState state) {
        boolean isDown = !(state instanceof LinkState.Up);
        link.pseudoClassStateChanged(DOWN, isDown);
        link.setText(
                switch (state) {
                    case LinkState.Up() -> "● " + Texts.of("shell.link.up");
                    case LinkState.Down(long sinceMs) ->
                            "◌ " + Texts.of("shell.link.down", formats.relative(sinceMs));
                    case LinkState.Ended _ -> "○ " + Texts.of("shell.link.ended");
                });
    }

    void showUnrated(int count) {
        unrated.setText(
                count == 0
                        ? ""
                        : Texts.of(
                                "shell.unrated",
                                count >= ShellModel.COUNT_MAX
                                        ? ShellModel.COUNT_MAX - 1 + "+"
                                        : formats.count(count)));
    }
}
