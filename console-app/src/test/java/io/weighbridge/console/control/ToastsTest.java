package io.weighbridge.console.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Waiting;

import javafx.scene.Scene;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// Messages in a real window: how long they stay, and how what they tell of is undone.
final class ToastsTest {
    private final List<String> undone = new ArrayList<>();
    private final Actions actions = new Actions();

    @SuppressWarnings("NullAway.Init")
    private Robot robot;

    @BeforeEach
    void startToolkit() {
        Robot.startToolkit();
    }

    @AfterEach
    void close() {
        run(() -> robot.stage().hide());
    }

    private Toasts show(Duration stay) {
        Toasts toasts = Robot.onFx(() -> new Toasts(actions, stay));
        robot =
                Robot.show(
                        () -> {
                            StackPane elsewhere = new StackPane();
                            elsewhere.setId("elsewhere");
                            elsewhere.setFocusTraversable(true);
                            Scene scene =
                                    new Scene(
                                            new VBox(new TextField(), elsewhere, toasts), 600, 400);
                            actions.listen(scene, () -> false, toasts::refused);
                            return scene;
                        });
        return toasts;
    }

    private static void run(Runnable work) {
        var _ =
                Robot.onFx(
                        () -> {
                            work.run();
                            return 0;
                        });
    }

    private void pressUndo() {
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Z);
    }

    private void goElsewhere() {
        run(robot.find("#elsewhere")::requestFocus);
    }

    private List<String> undone() {
        return Robot.onFx(() -> List.copyOf(undone));
    }

    @Test
    void shouldUndoTheNewestByAKeyAsLongAsItIsOffered() {
        Toasts toasts = show(Duration.INDEFINITE);
        run(() -> toasts.done("One was blocked.", () -> undone.add("one")));
        run(() -> toasts.done("Two was blocked.", () -> undone.add("two")));
        goElsewhere();
        pressUndo();
        assertEquals(List.of("two"), undone());
        pressUndo();
        assertEquals(List.of("two", "one"), undone());
        assertFalse(Robot.onFx(() -> actions.run(ConsoleAction.UNDO)));
        robot.findNone(".toast");
        pressUndo();
        robot.waitForText(
                ".toast-refused .label",
                text -> text.endsWith("Nothing was done just now that could be undone."));
        run(() -> toasts.done("Three was blocked.", () -> undone.add("three")));
        run(toasts::clear);
        pressUndo();
        assertEquals(List.of("two", "one"), undone());
    }

    // However often the key is pressed; and beside what is to be read still.
    @Test
    void shouldRefuseOnceAndLeave() {
        Toasts toasts = show(Duration.INDEFINITE);
        run(() -> toasts.failed("It failed."));
        run(() -> toasts.refused("Not now."));
        run(() -> toasts.refused("Not now."));
        run(() -> toasts.refused("Not you."));
        assertEquals(2, Robot.onFx(() -> toasts.getChildren().size()));
        robot.waitForText(".toast-refused .label", "Not you."::equals);
        Toasts brief = Robot.onFx(() -> new Toasts(actions, Duration.millis(50)));
        run(() -> brief.refused("Not now."));
        Waiting.until(() -> "gone", () -> Robot.onFx(() -> brief.getChildren().isEmpty()));
    }

    @Test
    void shouldLeaveTheKeyToAFieldThatIsTypedInto() {
        Toasts toasts = show(Duration.INDEFINITE);
        run(() -> toasts.done("One was blocked.", () -> undone.add("one")));
        run(robot.find(".text-field")::requestFocus);
        pressUndo();
        assertEquals(List.of(), undone());
        goElsewhere();
        pressUndo();
        assertEquals(List.of("one"), undone());
    }

    @Test
    void shouldStayWhileItHasTheFocus() {
        Toasts toasts = show(Duration.millis(300));
        run(
                () -> {
                    toasts.done("One was blocked.", () -> undone.add("one"));
                    toasts.getChildren().getFirst().lookup(".accent").requestFocus();
                    toasts.done("Later, and as long.");
                });
        Waiting.until(
                () -> "the end of the later one",
                () -> Robot.onFx(() -> toasts.getChildren().size() < 2));
        assertTrue(Robot.onFx(() -> toasts.getChildren().getFirst().isFocusWithin()));
        goElsewhere();
        robot.findNone(".toast");
        assertEquals(List.of(), undone());
    }
}
