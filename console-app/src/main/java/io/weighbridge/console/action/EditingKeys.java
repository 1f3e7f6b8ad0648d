package io.weighbridge.console.action;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyCombination.ModifierValue;

import java.util.EnumSet;
import java.util.Set;

/// The keys that write or edit text in a field, on every system that the console runs on.
final class EditingKeys {
    // They move and remove, with Ctrl, Alt or Command by words and lines.
    private static final Set<KeyCode> MOVING =
            EnumSet.of(
                    KeyCode.LEFT,
                    KeyCode.RIGHT,
                    KeyCode.UP,
                    KeyCode.DOWN,
                    KeyCode.HOME,
                    KeyCode.END,
                    KeyCode.DELETE,
                    KeyCode.BACK_SPACE,
                    KeyCode.INSERT);
    // With Ctrl or Command: all, copy, back, paste, cut, again, undo.
    private static final Set<KeyCode> COMMANDS =
            EnumSet.of(KeyCode.A, KeyCode.C, KeyCode.H, KeyCode.V, KeyCode.X, KeyCode.Y, KeyCode.Z);

    private EditingKeys() {}

    static boolean includes(KeyCombination keys) {
        if (!(keys instanceof KeyCodeCombination combination)) {
            // A character, which is written.
            return true;
        }
        KeyCode code = combination.getCode();
        if (MOVING.contains(code)) {
            return true;
        }
        boolean isShifted = combination.getShift() == ModifierValue.DOWN;
        if (isCommand(combination)) {
            return COMMANDS.contains(code) && (!isShifted || code == KeyCode.Z);
        }
        return !code.isFunctionKey();
    }

    private static boolean isCommand(KeyCodeCombination keys) {
        return keys.getShortcut() == ModifierValue.DOWN
                || keys.getControl() == ModifierValue.DOWN
                || keys.getMeta() == ModifierValue.DOWN;
    }
}
