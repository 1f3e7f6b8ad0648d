package io.weighbridge.console.feature.keys;

import javafx.scene.control.Label;

/// A state as a word on its colour.
final class StateChip extends Label {
    StateChip() {
        getStyleClass().add("chip");
    }

    void show(KeyState state) {
        setText(state.text());
        getStyleClass().removeAll("ok", "watch", "over", "blocked");
        getStyleClass().add(state.style());
    }
}
