package io.weighbridge.console.feature.live;

import io.weighbridge.console.text.Texts;

import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

import java.util.EnumMap;
import java.util.Map;

/// The choices above the table, each with how many there are.
final class LiveChips {
    private final Map<LiveChip, ToggleButton> buttons = new EnumMap<>(LiveChip.class);
    private final HBox node = new HBox(6);

    LiveChips(LiveModel model) {
        ToggleGroup group = new ToggleGroup();
        for (LiveChip chip : LiveChip.values()) {
            ToggleButton button = new ToggleButton();
            button.setId("live-chip-" + chip.word());
            button.getStyleClass().addAll("chip-button", "small");
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setToggleGroup(group);
            button.setSelected(chip == LiveChip.ALL);
            button.setOnAction(
                    _ -> {
                        // One of them is always chosen.
                        button.setSelected(true);
                        model.choose(chip);
                    });
            buttons.put(chip, button);
            node.getChildren().add(button);
        }
        show(LiveCounts.NONE);
    }

    Node node() {
        return node;
    }

    void show(LiveCounts counts) {
        buttons.forEach(
                (chip, button) ->
                        button.setText(
                                Texts.of(
                                        "live.chip." + chip.word(),
                                        Integer.toString(counts.of(chip)))));
    }
}
