package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.text.Formats;
import io.weighbridge.proto.v1.Grant;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TableCell;
import javafx.scene.layout.HBox;

import org.jspecify.annotations.Nullable;

/// What is left of a grant: a bar, and the amount.
final class LeftCell extends TableCell<Grant, Grant> {
    private final Formats formats;
    private final ProgressBar bar = new ProgressBar();
    private final Label amount = new Label();
    private final HBox line = new HBox(8, bar, amount);

    LeftCell(Formats formats) {
        this.formats = formats;
        bar.setPrefWidth(70);
        bar.getStyleClass().add("small");
        bar.setFocusTraversable(false);
        line.setAlignment(Pos.CENTER_LEFT);
    }

    @Override
    protected void updateItem(@Nullable Grant grant, boolean empty) {
        super.updateItem(grant, empty);
        if (empty || grant == null) {
            setGraphic(null);
            return;
        }
        // A part of a bar's length, not an amount.
        bar.setProgress((double) grant.getRemainingNanos() / grant.getGrantedNanos());
        amount.setText(formats.money(grant.getRemainingNanos()));
        bar.setAccessibleText(formats.percent(grant.getRemainingNanos(), grant.getGrantedNanos()));
        setGraphic(line);
    }
}
