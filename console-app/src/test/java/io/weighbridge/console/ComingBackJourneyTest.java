package io.weighbridge.console;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.proto.v1.ListOperatorsRequest;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.UpdateOperatorRequest;

import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Where one finds oneself again.
final class ComingBackJourneyTest {
    @SuppressWarnings("NullAway.Init")
    private static Installation installation;

    @BeforeAll
    static void start() {
        installation = Installation.start();
    }

    @AfterAll
    static void stop() {
        installation.close();
    }

    private static void login(ConsoleWindow window, String user, String password) {
        Robot.onFx(
                () -> {
                    window.console().login(installation.profile(user), password);
                    return 0;
                });
        var _ = window.robot().find("#go-live");
    }

    private static void disable(BackendClient admin, String name, boolean isDisabled) {
        Operator operator =
                admin
                        .operators()
                        .listOperators(ListOperatorsRequest.getDefaultInstance())
                        .getOperatorsList()
                        .stream()
                        .filter(one -> one.getName().equals(name))
                        .findFirst()
                        .orElseThrow();
        var _ =
                admin.operators()
                        .updateOperator(
                                UpdateOperatorRequest.newBuilder()
                                        .setOperator(operator.getId())
                                        .setVersion(operator.getVersion())
                                        .setRole(operator.getRole())
                                        .setDisabled(isDisabled)
                                        .build());
    }

    @Test
    void shouldFindTheFiltersAgain() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            robot.click("#go-audit");
            robot.type("#audit-action", "plan.");
            robot.press(KeyCode.ENTER);
            robot.press(KeyCode.CONTROL, KeyCode.DIGIT1);
            var _ = robot.find("#live-filter");
            robot.click("#go-audit");
            robot.waitForText("#audit-action", "plan."::equals);
            robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Q);
            var _ = robot.find("#login");
            login(window, Installation.ADMIN, installation.password());
            var _ = robot.find("#live-filter");
            robot.click("#go-audit");
            robot.waitForText("#audit-action", "plan."::equals);
        }
    }

    @Test
    void shouldGoOnWhereTheSessionEnded() {
        String password = installation.operator("fay", Role.ROLE_FINANCE);
        try (ConsoleWindow window = ConsoleWindow.open(installation, "fay", password);
                BackendClient admin = installation.admin()) {
            Robot robot = window.robot();
            Robot.onFx(
                    () -> {
                        window.console().open(Address.of(Route.PRICES));
                        window.console().open(Address.of(Route.AUDIT).with("target", "acc_1"));
                        return 0;
                    });
            robot.waitForText("#audit-target", "acc_1"::equals);
            robot.type("#audit-action", "plan.");
            robot.press(KeyCode.ENTER);
            disable(admin, "fay", true);
            var _ = robot.find("#login");
            disable(admin, "fay", false);
            login(window, "fay", password);
            robot.waitForText("#audit-action", "plan."::equals);
            robot.waitForText("#audit-target", "acc_1"::equals);
        }
    }
}
