package io.weighbridge.console.feature.adjust;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.AdjustmentLimit;
import io.weighbridge.proto.v1.ApprovalsGrpc;

import javafx.beans.property.SimpleStringProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.List;

/// What the operators of each role adjust alone; an administrator changes it.
final class LimitsPane extends VBox {
    private final Workbench bench;
    private final ApprovalsModel model;
    private final VBox lines = new VBox(2);
    // Why the operator may not; empty when they may.
    private final String refusal;

    LimitsPane(Workbench bench, ApprovalsModel model) {
        super(8);
        this.bench = bench;
        this.model = model;
        this.refusal = RoleCheck.refusal(bench.me(), ApprovalsGrpc.getSetAdjustmentLimitMethod());
        getStyleClass().add("card");
        Label heading = new Label(Texts.of("adjust.limits"));
        heading.getStyleClass().add("section-title");
        Label text = new Label(Texts.of("adjust.limits.text"));
        text.getStyleClass().add("muted");
        text.setWrapText(true);
        getChildren().addAll(heading, text, lines);
        model.limitsProperty().subscribe(this::show);
    }

    private void show(List<AdjustmentLimit> limits) {
        lines.getChildren().setAll(limits.stream().map(this::line).toList());
    }

    /// Goes to the first of them: whose limit it is to be is chosen there.
    Actions.Binding edit() {
        return new Actions.Binding(
                () -> {
                    if (lines.lookup(".button") instanceof Button first) {
                        first.requestFocus();
                    }
                },
                new SimpleStringProperty(refusal));
    }

    private HBox line(AdjustmentLimit limit) {
        String role = Texts.of("common.role." + limit.getRole().name());
        Label name = new Label(role);
        name.setMinWidth(120);
        Label what = new Label(LimitMerge.shown(limit, bench.formats()));
        what.setId("limit-" + limit.getRole().name());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button edit = new Button("", new FontIcon("fth-edit-2"));
        edit.getStyleClass().addAll("flat", "button-icon", "small");
        edit.setId("limit-edit-" + limit.getRole().name());
        edit.setDisable(!refusal.isEmpty());
        Described.named(edit, Texts.of("adjust.limits.edit", role));
        Described.tip(
                edit, Texts.of("adjust.limits.edit", role) + "  " + ConsoleAction.EDIT.keysText());
        edit.setOnAction(_ -> LimitSheet.show(bench, model, limit));
        HBox line = new HBox(8, name, what, space, edit);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }
}
