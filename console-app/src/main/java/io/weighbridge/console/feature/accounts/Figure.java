package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;

import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// A figure under its name.
final class Figure extends VBox {
    private final Formats formats;
    private final Label value = new Label();

    /// @param id of the value's node, after `account-`
    /// @param name key of its text
    Figure(Formats formats, String id, String name) {
        super(2);
        this.formats = formats;
        Label heading = new Label(Texts.of(name));
        heading.getStyleClass().add("muted");
        heading.setLabelFor(value);
        value.setId("account-" + id);
        value.getStyleClass().add("account-figure");
        getChildren().addAll(heading, value);
    }

    void money(long nanos) {
        text(formats.money(nanos), formats.exactMoney(nanos));
        value.getStyleClass().remove("over");
        if (nanos < 0) {
            value.getStyleClass().add("over");
        }
    }

    /// What is nought for nearly all would only be in the way.
    void moneyIfAny(long nanos) {
        money(nanos);
        there(nanos != 0);
    }

    void there(boolean isThere) {
        setVisible(isThere);
        setManaged(isThere);
    }

    void text(String text, String hovered) {
        value.setText(text);
        Described.tip(value, hovered);
    }
}
