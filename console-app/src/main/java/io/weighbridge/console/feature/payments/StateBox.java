package io.weighbridge.console.feature.payments;

import io.weighbridge.console.control.Chosen;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.text.Texts;

import javafx.scene.control.ComboBox;

import java.util.function.Function;

/// Boxes to choose one state of a list's rows from, or all.
final class StateBox {
    private StateBox() {}

    /// Fills one with a message's enum. Its first constant stands for all, and is chosen.
    ///
    /// @param all key of the text of all
    /// @param text of the others
    /// @param name key of the box's name
    static <E extends Enum<E>> void fill(
            ComboBox<E> box,
            Class<E> states,
            String all,
            Function<E, String> text,
            String id,
            String name) {
        E first = states.getEnumConstants()[0];
        for (E each : states.getEnumConstants()) {
            if (!each.name().equals("UNRECOGNIZED")) {
                box.getItems().add(each);
            }
        }
        box.setConverter(new Chosen<>(each -> each == first ? Texts.of(all) : text.apply(each)));
        box.setId(id);
        Described.named(box, Texts.of(name));
        box.setValue(first);
    }
}
