package io.weighbridge.console;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;

import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What was typed and not saved is not lost without a question, whatever way one leaves.
final class LeavingJourneyTest {
    @AutoClose
    @SuppressWarnings("NullAway.Init")
    private static Installation installation;

    @SuppressWarnings("NullAway.Init")
    private static Address plan;

    @BeforeAll
    static void start() {
        installation = Installation.start();
        plan = installation.planToEdit();
    }

    static void typeALimit(ConsoleWindow window, Address plan) {
        typeALimit(window, plan, "60");
    }

    /// @param limit another than is in force
    static void typeALimit(ConsoleWindow window, Address plan, String limit) {
        Robot robot = window.robot();
        Robot.onFx(
                () -> {
                    window.console().open(plan);
                    return 0;
                });
        var _ = robot.find("#matrix .limit-cell");
        TableView<?> matrix = (TableView<?>) robot.find("#matrix");
        Robot.onFx(
                () -> {
                    focus(matrix);
                    return 0;
                });
        robot.write(limit);
        robot.press(KeyCode.ENTER);
        robot.waitForText("#plans-edited", text -> text.startsWith("Plans edited: 1"));
    }

    private static <R> void focus(TableView<R> table) {
        TableColumn<R, ?> cell = table.getColumns().get(1).getColumns().getFirst();
        table.requestFocus();
        table.getFocusModel().focus(1, cell);
        table.getSelectionModel().clearAndSelect(1, cell);
    }

    @Test
    void shouldAskBeforeGoingBack() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            typeALimit(window, plan);
            robot.press(KeyCode.ALT, KeyCode.LEFT);
            robot.waitForText(".sheet-title", text -> text.startsWith("Leave "));
            robot.press(KeyCode.ESCAPE);
            robot.findNone(".veil");
            robot.waitForText("#plans-edited", text -> text.startsWith("Plans edited: 1"));
            robot.press(KeyCode.ALT, KeyCode.LEFT);
            robot.click("#leave-unsaved");
            var _ = robot.find("#live-filter");
        }
    }

    @Test
    void shouldAskBeforeLoggingOut() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            typeALimit(window, plan);
            robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Q);
            robot.waitForText(".sheet-title", text -> text.contains("without saving Plans"));
            robot.press(KeyCode.ESCAPE);
            robot.findNone(".veil");
            robot.waitForText("#plans-edited", text -> text.startsWith("Plans edited: 1"));
            robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Q);
            robot.click("#leave-unsaved");
            var _ = robot.find("#login");
        }
    }

    @Test
    void shouldMoveByAWordInATextField() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            robot.click("#go-accounts");
            robot.type("#accounts-search", "two words");
            robot.press(KeyCode.ALT, KeyCode.LEFT);
            robot.click("#accounts-search");
            assertTrue(robot.text("#accounts-search").startsWith("two"));
        }
    }
}
