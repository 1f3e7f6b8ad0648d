package io.weighbridge.console.feature.compute;

import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;

import javafx.scene.control.Tab;

/// One tab of the screen. All on the FX thread.
interface ComputeTab {
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

    /// What is chosen in it, as the id of an address; empty for nothing.
    String chosen();

    /// Forgets what is being read.
    void cancel();
}
