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

/// An administrator lets somebody in; the password is seen once and works.
final class OperatorsJourneyTest {
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

            try (BackendClient sam = installation.client("sam", password)) {
                assertEquals(Role.ROLE_SUPPORT, sam.login("sam", password, "").getRole());
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
