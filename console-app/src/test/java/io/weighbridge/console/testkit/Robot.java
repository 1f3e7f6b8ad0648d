package io.weighbridge.console.testkit;

import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;

import org.jspecify.annotations.Nullable;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Clicks, types and reads in a real window. TestFX is known only here.
public final class Robot {
    private final FxRobot robot = new FxRobot();
    private final Stage stage;

    private Robot(Stage stage) {
        this.stage = stage;
    }

    /// A window with a scene. The headless screen has 1000 x 1000 pixels: clicks outside get lost.
    public static Robot show(Supplier<Scene> scene) {
        try {
            Stage primary = FxToolkit.registerPrimaryStage();
            FxToolkit.setupStage(
                    stage -> {
                        stage.setScene(scene.get());
                        stage.setX(0);
                        stage.setY(0);
                        stage.show();
                        stage.toFront();
                    });
            return new Robot(primary);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Runs something on the FX thread and waits for it.
    public static <T> T onFx(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Platform.runLater(
                () -> {
                    try {
                        result.complete(work.call());
                    } catch (Throwable e) {
                        // Also of a check that fails there: who waits must hear of it.
                        result.completeExceptionally(e);
                    }
                });
        return result.join();
    }

    /// Starts the toolkit, if it does not run.
    public static void startToolkit() {
        try {
            FxToolkit.registerPrimaryStage();
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Waits until a node is there and seen, and gives it.
    ///
    /// @param selector as in a style sheet: `#login`, `.sheet .button`
    public Node find(String selector) {
        Waiting.until(() -> "node " + selector, () -> onFx(() -> seen(selector) != null));
        return Objects.requireNonNull(onFx(() -> seen(selector)));
    }

    private @Nullable Node seen(String selector) {
        for (Node node : stage.getScene().getRoot().lookupAll(selector)) {
            if (isSeen(node)) {
                return node;
            }
        }
        return null;
    }

    private static boolean isSeen(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return node.getScene() != null;
    }

    /// Waits until a node is gone.
    public void findNone(String selector) {
        Waiting.until(() -> "no " + selector, () -> onFx(() -> seen(selector) == null));
    }

    /// Waits until a node is there, and clicks it.
    public void click(String selector) {
        Node node = find(selector);
        Waiting.until(() -> selector + " enabled", () -> onFx(() -> !node.isDisabled()));
        robot.clickOn(node);
    }

    /// Clicks a node.
    public void click(Node node) {
        robot.clickOn(node);
    }

    /// Clicks a node twice.
    public void doubleClick(Node node) {
        robot.doubleClickOn(node);
    }

    /// Replaces a field's text by typing.
    public void type(String selector, String text) {
        Node node = find(selector);
        robot.clickOn(node);
        if (node instanceof TextInputControl field) {
            onFx(
                    () -> {
                        field.selectAll();
                        return 0;
                    });
        }
        robot.write(text);
    }

    /// Types into whatever has the focus.
    public void write(String text) {
        robot.write(text);
    }

    /// Presses keys together.
    public void press(KeyCode... keys) {
        robot.push(keys);
    }

    /// Waits until a node's text is as wanted.
    public void waitForText(String selector, Predicate<String> isRight) {
        Waiting.until(
                () -> selector + " with the right text, not: " + text(selector),
                () -> onFx(() -> seen(selector) != null) && isRight.test(text(selector)));
    }

    /// A node's text; empty when it has none or is not there.
    public String text(String selector) {
        return onFx(
                () ->
                        switch (seen(selector)) {
                            case Labeled labeled -> String.valueOf(labeled.getText());
                            case TextInputControl field -> String.valueOf(field.getText());
                            case null, default -> "";
                        });
    }

    /// Waits until a table has so many rows.
    public void waitForRows(String selector, int count) {
        Waiting.until(
                () -> selector + " with " + count + " rows, not " + rows(selector),
                () -> rows(selector) == count);
    }

    /// The rows of a table.
    public int rows(String selector) {
        Node node = find(selector);
        return node instanceof TableView<?> table ? onFx(() -> table.getItems().size()) : -1;
    }

    public Stage stage() {
        return stage;
    }
}
