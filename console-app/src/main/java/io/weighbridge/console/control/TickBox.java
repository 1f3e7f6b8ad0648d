package io.weighbridge.console.control;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import org.controlsfx.control.CheckComboBox;

/// A box of which several can be chosen: its list is opened by keys too, which the control itself
/// does not do.
public final class TickBox {
    private TickBox() {}

    /// Opens its list by Space, Down or F4, as that of other boxes; in it Space ticks, Escape goes
    /// back.
    public static <T> CheckComboBox<T> withKeys(CheckComboBox<T> box) {
        box.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    KeyCode code = event.getCode();
                    if (code == KeyCode.SPACE || code == KeyCode.DOWN || code == KeyCode.F4) {
                        box.show();
                        event.consume();
                    }
                });
        return box;
    }
}
