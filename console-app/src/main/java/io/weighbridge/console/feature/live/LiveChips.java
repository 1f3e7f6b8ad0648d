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

    private final LiveModel model;
    private LiveChip chosen = LiveChip.ALL;

    /// @param changed told when another one is chosen
    LiveChips(LiveModel model, Runnable changed) {
        this.model = model;
        ToggleGroup group = new ToggleGroup();
        for (LiveChip chip : LiveChip.values()) {
            ToggleButton button = new ToggleButton();
            button.setId("live-chip-" + chip.word());
            button.getStyleClass().addAll("chip-button", "small");
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setToggleGroup(group);
            button.setOnAction(
                    _ -> {
                        choose(chip);
                        changed.run();
                    });
            buttons.put(chip, button);
            node.getChildren().add(button);
        }
        choose(chosen);
        show(LiveCounts.NONE);
    }

    /// One of them is always chosen.
    void choose(LiveChip chip) {
        chosen = chip;
        for (Map.Entry<LiveChip, ToggleButton> entry : buttons.entrySet()) {
            entry.getValue().setSelected(entry.getKey() == chip);
        }
        model.choose(chip);
    }

    LiveChip chosen() {
        return chosen;
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
