package io.weighbridge.console.shell;

import java.util.Optional;

/// The way from one screen to another.
public interface Navigator {
    /// Goes to an address, which fills the frame.
    void open(Address address);

    /// Shows a thing in the drawer beside the list that it stands in.
    void inspect(Address address);

    /// The screen that fills the frame shows something else now, which this is the address of: for
    /// copying it and for coming back. Nothing is opened.
    void changed(Address address);

    /// Goes to where one was before.
    void back();

    /// What the drawer shows; empty while it is shut.
    Optional<Address> inspected();

    /// Shuts the drawer.
    void closeDrawer();
}
