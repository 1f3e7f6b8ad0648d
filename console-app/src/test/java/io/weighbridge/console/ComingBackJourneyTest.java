package io.weighbridge.console;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.proto.v1.Role;

import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;
import javafx.scene.control.Toggle;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where one finds oneself again.
final class ComingBackJourneyTest {
    @AutoClose private static final Installation installation = Installation.start();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

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
            window.login(installation.profile(Installation.ADMIN), installation.password());
            var _ = robot.find("#live-filter");
            robot.click("#go-audit");
            robot.waitForText("#audit-action", "plan."::equals);
        }
    }

    @Test
    void shouldGoOnWhereTheSessionEnded() {
        String password = installation.operator("fay", Role.ROLE_FINANCE);
        try (ConsoleWindow window = ConsoleWindow.open(installation, "fay", password)) {
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
            installation.disable("fay", true);
            var _ = robot.find("#login");
            installation.disable("fay", false);
            window.login(installation.profile("fay"), password);
            robot.waitForText("#audit-action", "plan."::equals);
            robot.waitForText("#audit-target", "acc_1"::equals);
        }
    }

    // Typed on every list, found after the next start of the console, and easily taken away.
    @Test
    void shouldFindSearchesAgainAfterTheNextStart() {
        Path settings = directory.resolve("console.json");
        try (ConsoleWindow window = ConsoleWindow.open(settings)) {
            Robot robot = window.robot();
            window.login(installation.profile(Installation.ADMIN), installation.password());
            robot.type("#live-filter", "acme chat");
            robot.click("#live-chip-near");
            robot.click("#go-accounts");
            robot.type("#accounts-search", "Acm");
            robot.press(KeyCode.ENTER);
            robot.click("#go-keys");
            robot.type("#search-keys", "prod");
            robot.press(KeyCode.ENTER);
            robot.click("#show-revoked");
            robot.click("#go-plans");
            robot.type("#filter-services", "gpt");
        }
        try (ConsoleWindow window = ConsoleWindow.open(settings)) {
            Robot robot = window.robot();
            window.login(installation.profile(Installation.ADMIN), installation.password());
            robot.waitForText("#live-filter", "acme chat"::equals);
            assertTrue(isSelected(robot, "#live-chip-near"));
            robot.click("#go-plans");
            robot.waitForText("#filter-services", "gpt"::equals);
            robot.click("#go-keys");
            robot.waitForText("#search-keys", "prod"::equals);
            assertTrue(isSelected(robot, "#show-revoked"));
            robot.click("#go-accounts");
            robot.waitForText("#accounts-search", "Acm"::equals);
            robot.click("#accounts-search .filter-clear");
            robot.waitForText("#accounts-search", String::isEmpty);
            robot.findNone("#accounts-search .filter-clear");
            robot.click("#go-live");
            robot.click("#go-accounts");
            robot.waitForText("#accounts-search", String::isEmpty);
        }
    }

    private static boolean isSelected(Robot robot, String selector) {
        Node node = robot.find(selector);
        return Robot.onFx(
                () ->
                        switch (node) {
                            case Toggle toggle -> toggle.isSelected();
                            case CheckBox box -> box.isSelected();
                            default -> false;
                        });
    }

    @Test
    void shouldNotWriteDownASecretThatWasPastedIntoASearch() throws IOException {
        Path settings = directory.resolve("console.json");
        String secret = "wb_live_" + "Q7r".repeat(11) + "tail";
        try (ConsoleWindow window = ConsoleWindow.open(settings)) {
            Robot robot = window.robot();
            window.login(installation.profile(Installation.ADMIN), installation.password());
            robot.click("#go-keys");
            // At once, as a paste is.
            TextField search = (TextField) robot.find("#search-keys");
            var _ =
                    Robot.onFx(
                            () -> {
                                search.requestFocus();
                                search.setText(secret);
                                return true;
                            });
            robot.press(KeyCode.ENTER);
            robot.waitForText("#search-keys", "tail"::equals);
        }
        String written = Files.readString(settings);
        assertTrue(written.contains("search=tail"), written);
        assertFalse(written.contains("Q7rQ7r"), written);
    }
}
