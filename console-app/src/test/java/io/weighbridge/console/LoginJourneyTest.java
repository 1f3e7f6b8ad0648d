package io.weighbridge.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.proto.v1.Role;

import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Getting in, being refused, losing the service and finding it again.
final class LoginJourneyTest {
    @AutoClose private static final Installation installation = Installation.start();

    private static void fillIn(Robot robot, String password) {
        robot.type("#login-address", "127.0.0.1:" + installation.port());
        robot.click("#login-trust");
        robot.press(KeyCode.END);
        robot.press(KeyCode.ENTER);
        robot.type("#login-user", Installation.ADMIN);
        robot.type("#login-password", password);
        robot.click("#login");
    }

    @Test
    void shouldRefuseAWrongPasswordAndTakeTheRightOne() {
        try (ConsoleWindow window = ConsoleWindow.open()) {
            Robot robot = window.robot();
            fillIn(robot, "not the password");
            robot.waitForText("#login-problem", text -> !text.isEmpty());
            robot.type("#login-password", installation.password());
            robot.click("#login");
            robot.waitForText("#me", Installation.ADMIN::equals);
            robot.waitForText("#link-state", text -> text.contains("connected"));
        }
    }

    @Test
    void shouldSayWhyARoleMayNotSeeAScreen() {
        String password = installation.operator("vera", Role.ROLE_VIEWER);
        try (ConsoleWindow window = ConsoleWindow.open(installation, "vera", password)) {
            Robot robot = window.robot();
            robot.click("#go-operators");
            robot.waitForText("#refused", text -> text.contains("viewer"));
        }
    }

    @Test
    void shouldTellOfALostServiceAndComeBackByItself() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            installation.stop();
            robot.waitForText("#banner", text -> !text.isEmpty());
            robot.waitForText("#link-state", text -> text.contains("no answer"));
            installation.startAgain();
            robot.findNone("#banner");
            robot.waitForText("#link-state", text -> text.contains("connected"));
            assertEquals(Installation.ADMIN, robot.text("#me"));
        }
    }
}
