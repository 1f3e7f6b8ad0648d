package io.weighbridge.console.control;

import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.text.Texts;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

/// Content, or instead of it what to say while it loads, when there is none, or when it failed,
/// with what to do next.
public final class StatePane extends StackPane {
    private final Node content;
    private String emptyTitle;
    private String emptyText;
    private final Runnable retry;
    private Node emptyAction = new StackPane();

    /// @param content shown when there is something
    /// @param emptyTitle what belongs here, when there is nothing
    /// @param emptyText why it is empty
    /// @param retry reads again after a failure
    public StatePane(Node content, String emptyTitle, String emptyText, Runnable retry) {
        this.content = content;
        this.emptyTitle = emptyTitle;
        this.emptyText = emptyText;
        this.retry = retry;
        getStyleClass().add("state-pane");
        getChildren().add(content);
    }

    /// Changes the words of an empty screen, from the next time that it is shown on.
    ///
    /// @param title what belongs here
    /// @param text why it is empty
    public void sayEmpty(String title, String text) {
        emptyTitle = title;
        emptyText = text;
    }

    /// The button that fills an empty screen.
    public StatePane withEmptyAction(Node action) {
        emptyAction = action;
        return this;
    }

    /// Shows what there is. Content that was there stays in the scene, so that it keeps its place.
    public void show(Loadable<?> state) {
        Node over =
                switch (state) {
                    case Loadable.Loading<?> _ -> loading();
                    case Loadable.Ready<?> _ -> null;
                    case Loadable.Empty<?> _ ->
                            message("fth-inbox", emptyTitle, emptyText, emptyAction);
                    case Loadable.Failed<?>(Failure failure) -> failed(failure);
                };
        content.setVisible(over == null);
        if (over == null) {
            getChildren().setAll(content);
        } else {
            getChildren().setAll(content, over);
        }
    }

    private static Node loading() {
        ProgressIndicator wheel = new ProgressIndicator();
        wheel.setMaxSize(28, 28);
        Described.named(wheel, Texts.of("common.loading"));
        return wheel;
    }

    private Node failed(Failure failure) {
        Button again = new Button(Texts.of("common.retry"));
        again.setOnAction(_ -> retry.run());
        return message("fth-alert-triangle", Texts.of("common.failed"), failure.text(), again);
    }

    private static Node message(String icon, String title, String text, Node action) {
        Label heading = new Label(title, new FontIcon(icon));
        heading.getStyleClass().add("state-title");
        Label body = new Label(text);
        body.setWrapText(true);
        body.setMaxWidth(460);
        body.getStyleClass().add("state-text");
        VBox box = new VBox(12, heading, body, action);
        box.setAlignment(Pos.CENTER);
        box.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        box.getStyleClass().add("state-message");
        return box;
    }
}
