package io.weighbridge.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.proto.v1.ListOperatorsRequest;
import io.weighbridge.proto.v1.Role;

import org.junit.jupiter.api.Test;

/// An administrator lets somebody in; the first password is seen once, and they must set their own.
final class OperatorsJourneyTest {
    private static final String OWN = "a password of my own";

    @Test
    void shouldMakeAnOperatorWhosePasswordIsShownOnceAndWorks() {
        try (Installation installation = Installation.start();
                ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            robot.click("#go-operators");
            robot.click("#create-operator");
            robot.type("#operator-name", "sam");
            robot.type("#operator-display", "Sam");
            robot.click(".sheet .accent");
            robot.waitForText("#secret", text -> text.length() >= 12);
            String password = robot.text("#secret");
            robot.click(".sheet .accent");
            robot.findNone("#secret");
            robot.waitForRows("#operators", 2);

            try (ConsoleWindow theirs = ConsoleWindow.open()) {
                Robot sam = theirs.robot();
                Robot.onFx(
                        () -> {
                            theirs.console().login(installation.profile("sam"), password);
                            return 0;
                        });
                sam.type("#own-password", OWN);
                sam.type("#own-password-again", OWN);
                sam.click("#login");
                sam.waitForText("#me", "sam"::equals);
            }
            try (BackendClient sam = installation.client("sam", OWN)) {
                assertEquals(Role.ROLE_SUPPORT, sam.login("sam", OWN, "").getRole());
            }
            try (BackendClient admin = installation.admin()) {
                assertFalse(
                        admin.operators()
                                .listOperators(ListOperatorsRequest.getDefaultInstance())
                                .getOperatorsList()
                                .isEmpty());
            }
        }
    }
}
