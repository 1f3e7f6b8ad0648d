package io.weighbridge.console.shell;

import javafx.scene.Parent;

/// What fills the frame's middle, or its drawer. Made once for an address; shown and hidden many
/// times. All on the FX thread.
public interface Screen {
    /// Its nodes, always the same.
    Parent node();

    /// Its heading: the thing's name where there is one.
    String title();

    /// Reads what it shows, binds, binds its actions, begins to follow streams.
    void shown();

    /// Undoes what [#shown] began.
    void hidden();

    /// Whether leaving would lose something that was typed.
    default boolean hasUnsaved() {
        return false;
    }
}
