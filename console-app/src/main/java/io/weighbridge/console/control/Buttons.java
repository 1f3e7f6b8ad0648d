package io.weighbridge.console.control;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.text.Texts;

import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/// Buttons of actions that not everybody may do.
public final class Buttons {
    private Buttons() {}

    /// A button of an action: when it cannot be done it is disabled, and hovering says why.
    ///
    /// @param binding how the action is done
    public static StackPane of(ConsoleAction action, Actions.Binding binding, String id) {
        return room(button(action, binding, id), binding);
    }

    /// The same, for who changes the button's text and puts it into its [#room].
    public static Button button(ConsoleAction action, Actions.Binding binding, String id) {
        Button button = Described.button(action, binding.run());
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    /// How an action is done for which there is a button already: as the button does it, and not
    /// while it is disabled.
    ///
    /// @param refusal why the operator may not; empty when they may
    public static Actions.Binding binding(Button button, String refusal) {
        return new Actions.Binding(
                button::fire,
                button.disabledProperty()
                        .map(
                                isOff ->
                                        !isOff
                                                ? ""
                                                : refusal.isEmpty()
                                                        ? Texts.of("common.not-now")
                                                        : refusal));
    }

    /// Lets an action's keys do what a button of a sheet does, over the screen, for as long as the
    /// sheet is there.
    public static void whileThere(
            Sheet sheet, Actions actions, ConsoleAction action, Button button) {
        Described.tip(button, action.text() + "  " + action.keysText());
        Runnable unbind = actions.bind(action, binding(button, ""));
        sheet.sceneProperty()
                .subscribe(
                        (before, now) -> {
                            if (before != null && now == null) {
                                unbind.run();
                            }
                        });
    }

    /// Where such a button stands: a disabled control shows no tooltip, so its room does.
    public static StackPane room(Button button, Actions.Binding binding) {
        StackPane room = new StackPane(button);
        Tooltip why = new Tooltip();
        binding.refusal()
                .subscribe(
                        refusal -> {
                            button.setDisable(!refusal.isEmpty());
                            why.setText(refusal);
                            if (refusal.isEmpty()) {
                                Tooltip.uninstall(room, why);
                            } else {
                                Tooltip.install(room, why);
                                button.setAccessibleHelp(refusal);
                            }
                        });
        return room;
    }
}
