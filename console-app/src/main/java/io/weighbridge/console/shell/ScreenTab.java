package io.weighbridge.console.shell;

import io.weighbridge.console.fx.Subscriptions;

import javafx.scene.control.Tab;

import java.util.Optional;

/// One tab of a screen. All on the FX thread.
public interface ScreenTab {
    /// In addresses.
    String name();

    Tab tab();

    /// Where it is.
    ///
    /// @param screen without a tab
    default Address address(Address screen) {
        return screen.with("tab", name());
    }

    /// It is seen from now on: reads, and binds its actions.
    ///
    /// @param keys undone when it is seen no longer
    void shown(Subscriptions keys);

    /// Reads again.
    void read();

    /// Reads again by itself, now and then; nobody asked for it.
    default void poll() {
        read();
    }

    /// What is chosen in it, which can be opened as a page; empty for nothing.
    Optional<Address> chosen();

    /// Forgets what is being read.
    void cancel();
}
