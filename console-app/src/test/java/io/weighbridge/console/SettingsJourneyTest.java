package io.weighbridge.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.StatusRuntimeException;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.theme.Theme;
import io.weighbridge.proto.v1.Role;

import javafx.scene.control.ComboBox;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.Test;

import java.util.TimeZone;

/// Somebody changes their own password.
final class SettingsJourneyTest {
    private static final String NEW = "a much better password";

    @Test
    void shouldChangeThePasswordAndKeepTheSession() {
        try (Installation installation = Installation.start()) {
            String old = installation.operator("sam", Role.ROLE_SUPPORT);
            try (ConsoleWindow window = ConsoleWindow.open(installation, "sam", old)) {
                Robot robot = window.robot();
                robot.click("#go-settings");
                robot.click("#change-password");
                robot.type("#old-password", old);
                robot.type("#new-password", NEW);
                robot.type("#new-password-again", NEW + "!");
                robot.click(".sheet .accent");
                robot.waitForText(".sheet .problem", text -> text.contains("differ"));
                robot.type("#new-password-again", NEW);
                robot.click(".sheet .accent");
                robot.findNone("#old-password");
                assertEquals("sam", robot.text("#me"));
            }
            assertThrows(StatusRuntimeException.class, () -> installation.client("sam", old));
            try (BackendClient sam = installation.client("sam", NEW)) {
                assertEquals("sam", sam.login("sam", NEW, "").getName());
            }
        }
    }

    @Test
    void shouldSayWhyTimesAreInUtcWhereTheMachinesZoneHasNoName() {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("GMT+05:30"));
        try (Installation installation = Installation.start();
                ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            robot.click("#go-settings");
            robot.waitForText("#zone-note", text -> text.contains("GMT+05:30"));
            ComboBox<?> zone = (ComboBox<?>) robot.find("#zone");
            assertEquals("UTC", Robot.onFx(zone::getValue));
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void shouldShowTheThemeThatAKeyChose() {
        try (Installation installation = Installation.start();
                ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            robot.click("#go-settings");
            ComboBox<?> theme = (ComboBox<?>) robot.find("#theme");
            for (int i = 0; i < 2; i++) {
                robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.T);
                Theme now = window.console().theme();
                assertEquals(
                        now.darkProperty().get() ? Theme.Choice.DARK : Theme.Choice.LIGHT,
                        Robot.onFx(theme::getValue));
            }
        }
    }
}
