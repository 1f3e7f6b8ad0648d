package io.weighbridge.console.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TabPane;
import javafx.scene.control.ToolBar;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// Walks each screen: whatever takes the focus has a name that a screen reader can say.
final class AccessibleNamesTest {
    @Test
    void shouldNameEverythingThatTakesTheFocus() {
        try (Installation installation = Installation.start();
                ConsoleWindow window = ConsoleWindow.open(installation)) {
            List<String> nameless = new ArrayList<>();
            int[] seen = {0};
            for (Route route : Route.values()) {
                Robot.onFx(
                        () -> {
                            window.console().open(Address.of(route));
                            Parent root = window.robot().stage().getScene().getRoot();
                            root.applyCss();
                            root.layout();
                            walk(route, root, nameless, seen);
                            return 0;
                        });
            }
            assertTrue(seen[0] >= 100, () -> "only " + seen[0] + " controls");
            assertEquals(List.of(), nameless);
        }
    }

    private static void walk(Route route, Node node, List<String> nameless, int[] seen) {
        if (!node.isVisible()) {
            return;
        }
        if (node instanceof Control control && control.isFocusTraversable()) {
            seen[0]++;
            if (isBlank(control.getAccessibleText()) && !hasText(control)) {
                nameless.add(route + ": " + control);
            }
        }
        // What is inside a control belongs to it.
        if (node instanceof Parent parent && !isComposite(node)) {
            for (Node child : parent.getChildrenUnmodifiable()) {
                walk(route, child, nameless, seen);
            }
        }
    }

    private static boolean isComposite(Node node) {
        return node instanceof Control && !isContainer(node);
    }

    private static boolean isContainer(Node node) {
        return node instanceof SplitPane
                || node instanceof ScrollPane
                || node instanceof TabPane
                || node instanceof ToolBar;
    }

    private static boolean hasText(Control control) {
        return control instanceof Labeled labeled && !isBlank(labeled.getText());
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
