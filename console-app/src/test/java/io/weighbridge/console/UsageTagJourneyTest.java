package io.weighbridge.console;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ConfigTable;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Traffic;
import io.weighbridge.console.testkit.Waiting;

import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;

/// Usage by tag, from the calls to the records of one value; and where no key is summed.
final class UsageTagJourneyTest {
    private static ConsoleWindow at(Installation installation, Address address) {
        ConsoleWindow window = ConsoleWindow.open(installation);
        return Robot.onFx(
                () -> {
                    window.console().open(address);
                    return window;
                });
    }

    private static Address usage() {
        return Address.of(Route.USAGE).with("range", "hour");
    }

    // The box is driven by its keys, as somebody without a mouse does.
    private static void chooseLast(Robot robot) {
        Node box = robot.find("#usage-group");
        Robot.onFx(
                () -> {
                    ((ComboBox<?>) box).getSelectionModel().selectLast();
                    return 0;
                });
    }

    private static void enterFirst(Robot robot, int rows) {
        Waiting.until(() -> rows + " groups", () -> robot.rows("#usage-groups") == rows);
        Node table = robot.find("#usage-groups");
        robot.click(Robot.onFx(() -> Objects.requireNonNull(table.lookup(".table-row-cell"))));
        robot.press(KeyCode.ENTER);
    }

    @Test
    void shouldLeadFromATagToItsRecords() {
        try (Installation installation =
                        Installation.start(
                                config -> config.with(ConfigTable.USAGE_TAG_KEYS, "team"));
                Traffic traffic = new Traffic(installation)) {
            traffic.service("chat");
            Traffic.Customer acme =
                    traffic.customer("Acme", Traffic.everyService("prod"), 100_000_000_000L);
            for (String team : List.of("red", "blue", "red", "red")) {
                var _ = traffic.taggedCall(acme, "chat", "team", team);
            }
            var _ = traffic.call(acme, "chat");
            try (ConsoleWindow window = at(installation, usage())) {
                Robot robot = window.robot();
                robot.waitForText("#usage-total", text -> text.startsWith("5 calls"));
                chooseLast(robot);
                robot.waitForText(
                        "#usage-total",
                        text -> text.startsWith("4 calls") && text.contains("the tag team"));
                enterFirst(robot, 2);
                robot.waitForText("#usage-chip-tag", text -> text.equals("team: red"));
                robot.waitForText("#usage-total", text -> text.startsWith("3 calls"));
                enterFirst(robot, 1);
                Waiting.until(() -> "records", () -> robot.rows("#usage-records") == 3);
            }
        }
    }

    @Test
    void shouldSayWhichSettingTurnsItOn() {
        try (Installation installation = Installation.start();
                Traffic traffic = new Traffic(installation)) {
            traffic.service("chat");
            Traffic.Customer acme =
                    traffic.customer("Acme", Traffic.everyService("prod"), 100_000_000_000L);
            var _ = traffic.call(acme, "chat");
            try (ConsoleWindow window = at(installation, usage())) {
                Robot robot = window.robot();
                robot.waitForText("#usage-total", text -> text.startsWith("1 call"));
                chooseLast(robot);
                robot.waitForText(".toast .label", text -> text.contains("usage.tag_keys"));
                ComboBox<?> box = (ComboBox<?>) robot.find("#usage-group");
                String shown = Robot.onFx(() -> String.valueOf(box.getValue()));
                assertTrue(shown.contains("SERVICE"), shown);
            }
        }
    }
}
