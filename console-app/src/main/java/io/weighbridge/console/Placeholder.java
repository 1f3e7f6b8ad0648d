package io.weighbridge.console;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Shell;

import javafx.scene.Parent;
import javafx.scene.layout.VBox;

/// Stands where a screen will be.
final class Placeholder implements Screen {
    private final VBox node;
    private final String title;

    Placeholder(Address address) {
        title = address.toString();
        node = new VBox(12, Shell.heading(title));
        node.getStyleClass().add("screen");
    }

    @Override
    public Parent node() {
        return node;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public void shown() {}

    @Override
    public void hidden() {}
}
