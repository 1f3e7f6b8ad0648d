package io.weighbridge.console.feature.keys;

import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ApiKey;

import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// What can be done to the keys that are selected.
final class BulkBar {
    private final BulkSheets sheets;
    private final boolean mayChange;
    private final boolean mayRevoke;
    private final Formats formats;
    private final Supplier<List<ApiKey>> chosen;
    private final Supplier<Choices> choices;
    private final Label count = new Label();
    private final List<Button> forAdmins = new ArrayList<>();
    private final Button plan;
    private final Button expiry;
    private final Button rotate;
    private final Button revoke;
    private final HBox node;

    BulkBar(
            BulkSheets sheets,
            String changeRefusal,
            String revokeRefusal,
            Formats formats,
            Supplier<List<ApiKey>> chosen,
            Supplier<Choices> choices) {
        this.sheets = sheets;
        this.mayChange = changeRefusal.isEmpty();
        this.mayRevoke = revokeRefusal.isEmpty();
        this.formats = formats;
        this.chosen = chosen;
        this.choices = choices;
        plan = button("plan", ConsoleAction.CHANGE_PLAN.icon(), this::changePlan);
        expiry = button("expiry", ConsoleAction.SET_EXPIRY.icon(), this::setExpiry);
        forAdmins.add(plan);
        forAdmins.add(expiry);
        rotate = button("rotate", "fth-refresh-ccw", this::rotate);
        forAdmins.add(rotate);
        revoke = button("revoke", "fth-trash-2", this::revoke);
        revoke.getStyleClass().add("danger");
        count.getStyleClass().add("muted");
        count.setId("keys-chosen");
        node = new HBox(6, count);
        node.getChildren().addAll(forAdmins);
        node.getChildren().add(revoke);
        node.setAlignment(Pos.CENTER_RIGHT);
    }

    private static Button button(String word, String icon, Runnable run) {
        Button button = new Button(Texts.of("keys.bulk." + word), new FontIcon(icon));
        button.setId("bulk-" + word + "-keys");
        Described.tip(button, Texts.of("keys.bulk." + word + ".help"));
        button.setOnAction(_ -> run.run());
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    Parent node() {
        return node;
    }

    Button planButton() {
        return plan;
    }

    Button expiryButton() {
        return expiry;
    }

    Button rotateButton() {
        return rotate;
    }

    Button revokeButton() {
        return revoke;
    }

    /// Follows what is selected.
    void refresh() {
        int selected = chosen.get().size();
        count.setText(selected == 0 ? "" : Texts.of("keys.chosen", formats.count(selected)));
        forAdmins.forEach(button -> button.setDisable(selected == 0 || !mayChange));
        revoke.setDisable(selected == 0 || !mayRevoke);
    }

    private void changePlan() {
        if (!chosen.get().isEmpty()) {
            sheets.changePlan(chosen.get(), choices.get());
        }
    }

    private void setExpiry() {
        if (!chosen.get().isEmpty()) {
            sheets.setExpiry(chosen.get());
        }
    }

    private void rotate() {
        if (!chosen.get().isEmpty()) {
            sheets.rotate(chosen.get());
        }
    }

    private void revoke() {
        if (!chosen.get().isEmpty()) {
            sheets.revoke(chosen.get());
        }
    }
}
