package io.weighbridge.console;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.control.SecretSheet;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.LosingRelay;
import io.weighbridge.console.testkit.Robot;

import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.function.BiConsumer;

/// Closing the window loses nothing without a question, and no answer that is still to come.
final class ClosingJourneyTest {
    @AutoClose private static final Installation installation = Installation.start();

    @SuppressWarnings("NullAway.Init")
    private static Address plan;

    @BeforeAll
    static void start() {
        plan = installation.planToEdit();
    }

    @Test
    void shouldCloseAtOnceWhenNothingWouldBeLost() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            window.askToClose();
            window.waitForClosed();
        }
    }

    @Test
    void shouldAskForWhatWasTypedOnAScreen() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            LeavingJourneyTest.typeALimit(window, plan);
            window.askToClose();
            robot.waitForText(
                    "#closing .sheet-text", text -> text.contains("saved: Plans and services."));
            // Asked again, it does not ask twice.
            window.askToClose();
            robot.press(KeyCode.ESCAPE);
            robot.findNone(".veil");
            robot.waitForText("#plans-edited", text -> text.startsWith("Plans edited: 1"));
            window.askToClose();
            robot.click("#close-unsaved");
            window.waitForClosed();
        }
    }

    @Test
    void shouldCloseByKeyAsByItsButton() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            robot.click("#go-accounts");
            var _ = robot.find("#accounts-search");
            robot.press(KeyCode.CONTROL, KeyCode.N);
            robot.type("#create-name", "Acme");
            // Also over a form, and while something is typed.
            robot.press(KeyCode.CONTROL, KeyCode.Q);
            robot.waitForText("#closing .sheet-title", text -> text.startsWith("Close without"));
            robot.press(KeyCode.ESCAPE);
            robot.findNone("#closing");
            robot.press(KeyCode.ESCAPE);
            robot.findNone(".veil");
            robot.press(KeyCode.CONTROL, KeyCode.Q);
            window.waitForClosed();
        }
    }

    @Test
    void shouldAskForWhatWasTypedIntoAForm() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            robot.click("#go-accounts");
            var _ = robot.find("#accounts-search");
            robot.press(KeyCode.CONTROL, KeyCode.N);
            robot.type("#create-name", "Acme");
            window.askToClose();
            var _ = robot.find("#closing");
            robot.press(KeyCode.ESCAPE);
            robot.findNone("#closing");
            robot.waitForText("#create-name", "Acme"::equals);
        }
    }

    @Test
    void shouldAskForSecretsThatAreStillShown() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            Robot.onFx(
                    () -> {
                        SecretSheet.show(
                                window.console().overlay(), "The secret of prod", "", "wb_1");
                        return 0;
                    });
            window.askToClose();
            robot.waitForText("#closing .sheet-text", text -> text.contains("never be shown"));
            robot.press(KeyCode.ESCAPE);
            robot.click("#secret-stored");
            window.askToClose();
            window.waitForClosed();
        }
    }

    // An account is being made, the answer is held back, and somebody closes the window.
    private static void closeWhileMaking(String name, BiConsumer<ConsoleWindow, LosingRelay> then) {
        try (LosingRelay relay = new LosingRelay(installation.port());
                ConsoleWindow window = ConsoleWindow.open()) {
            Robot robot = window.robot();
            window.login(
                    Installation.profile(Installation.ADMIN, relay.port()),
                    installation.password());
            robot.click("#go-accounts");
            var _ = robot.find("#accounts-search");
            robot.press(KeyCode.CONTROL, KeyCode.N);
            // Not typed: a long name would take long.
            TextField field = (TextField) robot.find("#create-name");
            var _ =
                    Robot.onFx(
                            () -> {
                                field.setText(name);
                                return 0;
                            });
            relay.hold();
            robot.click("#create-confirm");
            window.askToClose();
            robot.waitForText("#closing .sheet-title", text -> text.startsWith("Waiting"));
            assertTrue(Robot.onFx(robot.stage()::isShowing));
            then.accept(window, relay);
        }
    }

    @Test
    void shouldWaitForAnAnswerThatIsOut() {
        closeWhileMaking(
                "Slow",
                (window, relay) -> {
                    relay.letGo();
                    window.waitForClosed();
                });
    }

    @Test
    void shouldStayWhenTheAnswerIsAFailure() {
        closeWhileMaking(
                "n".repeat(300),
                (window, relay) -> {
                    Robot robot = window.robot();
                    relay.letGo();
                    robot.findNone("#closing");
                    robot.waitForText(
                            ".toast-failed .label", text -> text.startsWith("Not closed"));
                    robot.waitForText(".sheet .problem", text -> !text.isEmpty());
                    assertTrue(Robot.onFx(robot.stage()::isShowing));
                });
    }
}
