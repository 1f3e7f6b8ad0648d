package io.weighbridge.console.photographs;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Waiting;

import javafx.scene.input.KeyCode;

import java.util.List;

/// The live screen: the table, a key beside it, and the sheet that stops it.
final class LiveShots {
    private static final int ROWS = 5;
    private static final long TREND_NANOS = 18_000_000_000L;

    private LiveShots() {}

    static List<Shot> shots() {
        Address live = Address.of(Route.LIVE);
        return List.of(
                new Shot("live", live, LiveShots::waitForRows),
                new Shot("live-key", live, LiveShots::inspect),
                new Shot("live-refused", live, LiveShots::inspectRefused),
                new Shot("live-filtered", live, LiveShots::filter),
                new Shot("live-stop", live, LiveShots::stop));
    }

    private static void waitForRows(Robot robot) {
        Waiting.until(() -> "rows", () -> robot.rows("#live-table") >= ROWS);
        // Trends take some measurements to be seen.
        long end = System.nanoTime() + TREND_NANOS;
        Waiting.until(() -> "a trend", () -> System.nanoTime() > end);
    }

    private static void choose(Robot robot) {
        Waiting.until(() -> "rows", () -> robot.rows("#live-table") >= ROWS);
        robot.click("#live-table");
        robot.press(KeyCode.HOME);
        Waiting.until(() -> "a chosen line", () -> !robot.find("#live-menu").isDisabled());
    }

    private static void inspect(Robot robot) {
        choose(robot);
        robot.press(KeyCode.ENTER);
        var _ = robot.find("#do-block-key");
    }

    // The one that is refused again and again stands last.
    private static void inspectRefused(Robot robot) {
        choose(robot);
        robot.press(KeyCode.END);
        robot.press(KeyCode.ENTER);
        var _ = robot.find(".live-refusal");
    }

    private static void filter(Robot robot) {
        Waiting.until(() -> "rows", () -> robot.rows("#live-table") >= ROWS);
        robot.type("#live-filter", "alder chat");
        robot.click("#live-chip-dry");
    }

    private static void stop(Robot robot) {
        choose(robot);
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.K);
        robot.type("#stop-reason", "Ten times its usual traffic since noon");
    }
}
