package io.weighbridge.console.feature.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Traffic;
import io.weighbridge.console.testkit.Waiting;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.Role;

import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Seeing keys that are used, stopping one, letting it go on; a pause.
final class LiveJourneyTest {
    @SuppressWarnings("NullAway.Init")
    private static Installation installation;

    @SuppressWarnings("NullAway.Init")
    private static Traffic traffic;

    @BeforeAll
    static void start() {
        installation = Installation.start();
        traffic = new Traffic(installation);
        traffic.service("chat");
    }

    @AfterAll
    static void stop() {
        traffic.close();
        installation.close();
    }

    private static void waitForRows(Robot robot, int rows) {
        Waiting.until(
                () -> rows + " rows, not " + robot.rows("#live-table"),
                () -> robot.rows("#live-table") == rows);
    }

    // One line, by its key's name.
    private static void chooseLine(Robot robot, Traffic.Customer customer) {
        robot.type("#live-filter", customer.key());
        waitForRows(robot, 1);
        robot.click("#line-" + customer.key());
        Waiting.until(() -> "a chosen line", () -> !robot.find("#live-menu").isDisabled());
    }

    private static void stopChosen(Robot robot, KeyCode what) {
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT, what);
        robot.type("#stop-reason", "odd traffic");
        robot.click("#stop");
        robot.findNone(".veil");
    }

    @Test
    void shouldShowAKeyWhenItsFirstCallComes() {
        Traffic.Customer customer = traffic.customer("Appears");
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            robot.type("#live-filter", "appears");
            waitForRows(robot, 0);
            assertTrue(traffic.authorize(customer, "chat").hasAdmitted());
            waitForRows(robot, 1);
            robot.waitForText("#tile-keys", text -> !text.equals("0") && !text.equals("–"));
        }
    }

    @Test
    void shouldBlockAKeyAtTheGateAndLetItThroughAgain() {
        Traffic.Customer customer = traffic.customer("Burning");
        assertTrue(traffic.authorize(customer, "chat").hasAdmitted());
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            chooseLine(robot, customer);
            stopChosen(robot, KeyCode.K);
            assertEquals(
                    RefusalReason.REFUSAL_REASON_BLOCKED_KEY,
                    traffic.authorize(customer, "chat").getRefused().getReason());
            robot.click("#live-chip-refused");
            waitForRows(robot, 1);
            robot.click(".toast .accent");
            Waiting.until(
                    () -> "calls to be let through",
                    () -> traffic.authorize(customer, "chat").hasAdmitted());
        }
    }

    @Test
    void shouldBlockAnAccountAndAService() {
        Traffic.Customer customer = traffic.customer("Unpaid");
        traffic.service("image");
        assertTrue(traffic.authorize(customer, "image").hasAdmitted());
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            chooseLine(robot, customer);
            stopChosen(robot, KeyCode.S);
            assertEquals(
                    RefusalReason.REFUSAL_REASON_SERVICE_DISABLED,
                    traffic.authorize(customer, "image").getRefused().getReason());
            robot.click(".toast .accent");
            Waiting.until(
                    () -> "the service to be back",
                    () -> traffic.authorize(customer, "image").hasAdmitted());
            robot.click("#line-" + customer.key());
            stopChosen(robot, KeyCode.A);
            assertEquals(
                    RefusalReason.REFUSAL_REASON_ACCOUNT_SUSPENDED,
                    traffic.authorize(customer, "image").getRefused().getReason());
        }
    }

    @Test
    void shouldHoldTheRowsWhilePaused() {
        Traffic.Customer first = traffic.customer("Paused one");
        Traffic.Customer second = traffic.customer("Paused two");
        assertTrue(traffic.authorize(first, "chat").hasAdmitted());
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            robot.type("#live-filter", "paused");
            waitForRows(robot, 1);
            robot.click("#line-" + first.key());
            robot.press(KeyCode.SPACE);
            robot.waitForText("#live-state", text -> text.startsWith("paused"));
            assertTrue(traffic.authorize(second, "chat").hasAdmitted());
            robot.waitForText("#live-state", text -> !text.contains(" 0 "));
            assertEquals(1, robot.rows("#live-table"));
            robot.press(KeyCode.SPACE);
            waitForRows(robot, 2);
        }
    }

    @Test
    void shouldOpenAKeyBesideTheListAndBlockItThere() {
        Traffic.Customer customer = traffic.customer("Inspected");
        assertTrue(traffic.authorize(customer, "chat").hasAdmitted());
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            chooseLine(robot, customer);
            robot.press(KeyCode.ENTER);
            robot.click("#do-block-key");
            robot.type("#stop-reason", "odd traffic");
            robot.click("#stop");
            robot.waitForText("#live-key-bar", "blocked"::equals);
            assertTrue(traffic.authorize(customer, "chat").hasRefused());
            robot.click("#do-block-key");
            Waiting.until(
                    () -> "calls to be let through",
                    () -> traffic.authorize(customer, "chat").hasAdmitted());
        }
    }

    @Test
    void shouldSayWhyAViewerMayNotStop() {
        Traffic.Customer customer = traffic.customer("Looked at");
        assertTrue(traffic.authorize(customer, "chat").hasAdmitted());
        String password = installation.operator("vera", Role.ROLE_VIEWER);
        try (ConsoleWindow window = ConsoleWindow.open(installation, "vera", password)) {
            Robot robot = window.robot();
            chooseLine(robot, customer);
            robot.press(KeyCode.ENTER);
            assertTrue(
                    String.valueOf(robot.find("#do-block-key").getAccessibleHelp())
                            .contains("viewer"));
            assertTrue(robot.find("#do-block-key").isDisabled());
        }
    }
}
