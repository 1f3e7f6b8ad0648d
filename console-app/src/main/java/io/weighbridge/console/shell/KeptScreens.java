package io.weighbridge.console.shell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Screens that were shown, so that coming back finds them as they were. The least recently shown
/// is forgotten first, but none that holds something unsaved. Used on the FX thread only.
final class KeptScreens {
    static final int MOST = 12;

    // In the order in which they were shown last.
    private final Map<Address, Screen> screens = new LinkedHashMap<>(16, 0.75f, true);

    /// The screen of an address; made if there is none.
    Screen get(Address address, Function<Address, Screen> make) {
        Screen screen = screens.computeIfAbsent(address, make);
        if (screens.size() > MOST) {
            screens.values().stream()
                    .filter(old -> !old.equals(screen) && !old.hasUnsaved())
                    .findFirst()
                    .ifPresent(screens.values()::remove);
        }
        return screen;
    }

    /// Has a screen under another address from now on.
    void move(Address from, Address to) {
        Screen screen = screens.remove(from);
        if (screen != null) {
            screens.put(to, screen);
        }
    }

    void forget(Screen screen) {
        screens.values().remove(screen);
    }

    /// Those in which something was typed and not saved.
    List<Screen> unsaved() {
        return screens.values().stream().filter(Screen::hasUnsaved).toList();
    }
}
