package io.weighbridge.console.shell;

/// Makes the screen of an address.
@FunctionalInterface
public interface ScreenFactory {
    /// @param isDrawer whether it will stand in the narrow drawer beside a list
    Screen make(Address address, Workbench workbench, boolean isDrawer);
}
