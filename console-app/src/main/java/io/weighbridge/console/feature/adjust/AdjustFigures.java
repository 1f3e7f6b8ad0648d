package io.weighbridge.console.feature.adjust;

import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.AdjustmentLimit;
import io.weighbridge.proto.v1.Balance;

import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

/// Balance and credit available before and after an adjustment, while it is typed, and what the
/// operator may do alone.
final class AdjustFigures extends VBox {
    private final Formats formats;
    private final Label balanceBefore = figure("adjust-before");
    private final Label balanceAfter = figure("adjust-after");
    private final Label availableBefore = figure("adjust-available-before");
    private final Label availableAfter = figure("adjust-available-after");
    private final Label limit = new Label();
    private final Label warning = new Label();

    AdjustFigures(Formats formats, AdjustModel model) {
        super(8);
        this.formats = formats;
        getStyleClass().add("card");
        GridPane grid = new GridPane(24, 4);
        ColumnConstraints name = new ColumnConstraints(90);
        ColumnConstraints figure = new ColumnConstraints(130);
        figure.setHalignment(HPos.RIGHT);
        grid.getColumnConstraints().addAll(name, figure, figure);
        grid.addRow(0, new Label(), head("adjust.before"), head("adjust.after"));
        grid.addRow(1, head("adjust.balance"), balanceBefore, balanceAfter);
        grid.addRow(2, head("adjust.available"), availableBefore, availableAfter);
        limit.setWrapText(true);
        limit.getStyleClass().add("muted");
        limit.setId("adjust-limit");
        warning.setWrapText(true);
        warning.getStyleClass().add("watch");
        warning.managedProperty().bind(warning.visibleProperty());
        warning.visibleProperty().bind(warning.textProperty().isNotEmpty());
        getChildren().addAll(grid, limit, warning);
        model.standingProperty().subscribe(this::showStanding);
        model.previewProperty().subscribe(this::showPreview);
    }

    private static Label figure(String id) {
        Label label = new Label("–");
        label.setId(id);
        label.getStyleClass().add("adjust-figure");
        return label;
    }

    private static Label head(String key) {
        Label label = new Label(Texts.of(key));
        label.getStyleClass().add("muted");
        return label;
    }

    private void showStanding(Preview.@Nullable Standing standing) {
        if (standing == null) {
            return;
        }
        Balance balance = standing.balance();
        balanceBefore.setText(formats.exactMoney(balance.getBalanceNanos()));
        availableBefore.setText(formats.exactMoney(balance.getAvailableNanos()));
        AdjustmentLimit own = standing.alone().limit();
        limit.setText(
                own.getUnlimited()
                        ? Texts.of("adjust.limit.none")
                        : Texts.of(
                                "adjust.limit",
                                formats.exactMoney(own.getSingleNanos()),
                                formats.exactMoney(own.getDayNanos()),
                                formats.exactMoney(standing.alone().usedNanos())));
    }

    private void showPreview(@Nullable Preview preview) {
        if (preview == null || preview.amount().isEmpty()) {
            balanceAfter.setText("–");
            availableAfter.setText("–");
            warning.setText("");
            return;
        }
        balanceAfter.setText(formats.exactMoney(preview.balanceAfter()));
        availableAfter.setText(formats.exactMoney(preview.availableAfter()));
        warning.setText(
                preview.isTooMuch()
                        ? Texts.of("adjust.too-much")
                        : preview.needsApproval() ? Texts.of("adjust.needs-approval") : "");
    }
}
