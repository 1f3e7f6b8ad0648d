package io.weighbridge.console.feature.keys;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.text.Texts;

import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.OptionalLong;

/// How long the present secret goes on working after a rotation.
final class OverlapChoice extends VBox {
    private static final long HOUR_MS = 3_600_000;
    private static final long MAX_MS = 90 * 24 * HOUR_MS;
    private static final List<Long> FIXED_MS = List.of(0L, 24 * HOUR_MS, 7 * 24 * HOUR_MS);

    private final ComboBox<String> choice = new ComboBox<>();
    private final TextField own = new TextField();

    OverlapChoice() {
        super(4);
        choice.getItems()
                .addAll(
                        Texts.of("keys.overlap.now"),
                        Texts.of("keys.overlap.day"),
                        Texts.of("keys.overlap.week"),
                        Texts.of("keys.overlap.own"));
        choice.getSelectionModel().select(1);
        choice.setId("overlap");
        choice.setMaxWidth(Double.MAX_VALUE);
        own.setId("overlap-own");
        own.setPromptText("3d");
        Described.named(own, Texts.of("keys.overlap.own.prompt"));
        own.visibleProperty()
                .bind(
                        choice.getSelectionModel()
                                .selectedIndexProperty()
                                .isEqualTo(FIXED_MS.size()));
        own.managedProperty().bind(own.visibleProperty());
        HBox.setHgrow(choice, Priority.ALWAYS);
        getChildren()
                .addAll(
                        Described.label(Texts.of("keys.overlap"), choice),
                        new HBox(8, choice, own));
    }

    /// Milliseconds; empty when what was typed is none, or more than 90 days.
    OptionalLong overlapMs() {
        int index = choice.getSelectionModel().getSelectedIndex();
        if (index < FIXED_MS.size()) {
            return OptionalLong.of(FIXED_MS.get(index));
        }
        OptionalLong typed = InstantInput.duration(own.getText());
        return typed.isPresent() && typed.getAsLong() <= MAX_MS ? typed : OptionalLong.empty();
    }
}
