package io.weighbridge.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;

import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a screen has a button for is done by keys, too.
final class KeysOfActionsJourneyTest {
    @AutoClose private static final Installation installation = Installation.start();

    @SuppressWarnings("NullAway.Init")
    private static Address plan;

    @BeforeAll
    static void start() {
        plan = installation.planToEdit();
    }

    @Test
    void shouldDiscardEditsOfPlansAndLeadToTheKeysOfOne() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            LeavingJourneyTest.typeALimit(window, plan);
            robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.H);
            robot.waitForText(".sheet-title", text -> text.startsWith("Discard the edits of 1 "));
            robot.press(KeyCode.ESCAPE);
            robot.findNone(".veil");
            robot.waitForText("#plans-edited", text -> text.startsWith("Plans edited: 1"));
            robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.H);
            robot.click("#confirm-discard");
            robot.waitForText("#plans-edited", text -> !text.startsWith("Plans edited: 1"));
            robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.L);
            var _ = robot.find("#search-keys");
        }
    }

    @Test
    void shouldLeadToWhatEachRoleAdjustsAlone() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            robot.press(KeyCode.CONTROL, KeyCode.DIGIT7);
            var _ = robot.find("#limit-edit-ROLE_SUPPORT");
            robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.E);
            robot.press(KeyCode.SPACE);
            var _ = robot.find("#limit-single");
        }
    }

    @Test
    void shouldSayThatASessionIsNotMadeHere() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            robot.press(KeyCode.CONTROL, KeyCode.DIGIT9);
            robot.click("#tab-sessions");
            robot.press(KeyCode.CONTROL, KeyCode.K);
            robot.write("new");
            robot.waitForText(".palette .muted", text -> text.contains("made by logging in"));
        }
    }

    @Test
    void shouldAddAndRemoveALineOfWhatIsSeen() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            robot.click("#go-prices");
            robot.click("#new-draft");
            robot.waitForText("#book-kind", "draft"::equals);
            robot.click("#tab-fees");
            TableView<?> fees = (TableView<?>) robot.find("#fees");
            int before = Robot.onFx(() -> fees.getItems().size());
            robot.press(KeyCode.CONTROL, KeyCode.N);
            robot.waitForRows("#fees", before + 1);
            robot.press(KeyCode.CONTROL, KeyCode.MINUS);
            robot.waitForRows("#fees", before);
            robot.click("#tab-rates");
            int rates = robot.rows("#rates");
            robot.press(KeyCode.CONTROL, KeyCode.N);
            robot.waitForRows("#rates", rates + 1);
        }
    }

    @Test
    void shouldMakeACheckpointAndAskForTheSecondFactor() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            robot.press(KeyCode.CONTROL, KeyCode.DIGIT8);
            var _ = robot.find("#audit-entries");
            robot.type("#audit-who", "nobody");
            robot.press(KeyCode.ENTER);
            robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.I);
            robot.waitForText("#audit-who", String::isEmpty);
            robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.M);
            robot.waitForText("#audit-checkpoint", text -> !text.isBlank());
            Robot.onFx(
                    () -> {
                        window.console().open(Address.of(Route.SETTINGS));
                        return 0;
                    });
            var _ = robot.find("#totp");
            robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.F);
            assertEquals("totp-password", robot.find("#totp-password").getId());
        }
    }
}
