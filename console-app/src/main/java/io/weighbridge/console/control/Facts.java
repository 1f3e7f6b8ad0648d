package io.weighbridge.console.control;

import io.weighbridge.console.text.Texts;

import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Names and values below each other; a value that is empty is left out.
public final class Facts {
    private final GridPane grid = new GridPane();
    private int rows;

    public Facts() {
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(100);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().setAll(names, values);
        grid.setHgap(12);
        grid.setVgap(4);
    }

    /// The node to put into a scene.
    public GridPane node() {
        return grid;
    }

    /// @param key of the name's text
    public Facts with(String key, String value) {
        if (value.isEmpty()) {
            return this;
        }
        Label label = new Label(value);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return with(key, label);
    }

    /// @param key of the name's text
    public Facts with(String key, Node value) {
        Label name = muted(Texts.of(key));
        GridPane.setValignment(name, VPos.TOP);
        GridPane.setValignment(value, VPos.TOP);
        grid.addRow(rows, name, value);
        rows++;
        return this;
    }

    /// A text that is not in the foreground.
    public static Label muted(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.getStyleClass().add("muted");
        return label;
    }

    /// Parts under a heading.
    public static VBox card(String title, Node... parts) {
        Label heading = new Label(title);
        heading.getStyleClass().add("section-title");
        VBox card = new VBox(10, heading);
        card.getChildren().addAll(parts);
        card.getStyleClass().add("card");
        return card;
    }
}
