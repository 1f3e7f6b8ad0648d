package io.weighbridge.console.photographs;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Waiting;

import javafx.scene.Node;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;

import java.util.List;

/// Pictures of usage and of the audit log.
final class UsageShots {
    private UsageShots() {}

    static List<Shot> all() {
        Address usage = Address.of(Route.USAGE).with("range", "minutes-15");
        Address heat = usage.with("tab", "heatmap").with("range", "days-7");
        Address records = usage.with("tab", "records");
        Address audit = Address.of(Route.AUDIT);
        return List.of(
                new Shot("usage", usage, UsageShots::crosshair),
                new Shot("usage-accounts", usage.with("group", "account"), UsageShots::sums),
                new Shot(
                        "usage-tags",
                        usage.with("range", "day").with("group", "tag").with("tag-key", "feature"),
                        UsageShots::sums),
                new Shot("usage-table", usage.with("group", "key"), UsageShots::table),
                new Shot("usage-heatmap", heat, UsageShots::heat),
                new Shot(
                        "usage-heatmap-accounts",
                        heat.with("shape", "hour-account"),
                        robot -> robot.find("#usage-heat")),
                new Shot(
                        "usage-heatmap-margin",
                        heat.with("measure", "margin"),
                        robot -> robot.find("#usage-heat")),
                new Shot(
                        "usage-heatmap-refusals",
                        heat.with("measure", "refusals").with("range", "day"),
                        UsageShots::refusals),
                new Shot(
                        "usage-heatmap-refusals-accounts",
                        heat.with("measure", "refusals").with("shape", "hour-account"),
                        robot -> robot.find("#usage-heat")),
                new Shot(
                        "usage-refusals",
                        usage.with("measure", "refusals").with("range", "day"),
                        UsageShots::sums),
                new Shot(
                        "usage-heatmap-week",
                        heat.with("shape", "week"),
                        robot -> robot.find("#usage-heat")),
                new Shot("usage-records", records, UsageShots::records),
                new Shot("usage-record-drawer", records, UsageShots::drawer),
                new Shot("usage-record", records, UsageShots::page),
                new Shot("usage-give-back", records, UsageShots::giveBack),
                new Shot("usage-export", records, UsageShots::export),
                new Shot("audit", audit, robot -> robot.find("#audit-entries")),
                new Shot("audit-entry", audit, UsageShots::entry),
                new Shot("audit-proof", audit, UsageShots::proof));
    }

    private static void sums(Robot robot) {
        robot.waitForText("#usage-total", text -> !text.isEmpty());
    }

    private static void crosshair(Robot robot) {
        sums(robot);
        Node chart = robot.find(".usage-chart");
        Robot.onFx(
                () -> {
                    chart.requestFocus();
                    return 0;
                });
        robot.press(KeyCode.END);
    }

    private static void table(Robot robot) {
        sums(robot);
        robot.press(KeyCode.SHORTCUT, KeyCode.T);
    }

    private static void heat(Robot robot) {
        Node map = robot.find("#usage-heat");
        Waiting.until(
                () -> "a summary",
                () -> String.valueOf(Robot.onFx(map::getAccessibleText)).contains("highest"));
        Robot.onFx(
                () -> {
                    map.requestFocus();
                    return 0;
                });
        robot.press(KeyCode.RIGHT);
        robot.press(KeyCode.END);
        for (int i = 0; i < 5; i++) {
            robot.press(KeyCode.EQUALS);
        }
    }

    private static void refusals(Robot robot) {
        Node map = robot.find("#usage-heat");
        Waiting.until(
                () -> "a summary",
                () -> String.valueOf(Robot.onFx(map::getAccessibleText)).contains("highest"));
        Robot.onFx(
                () -> {
                    map.requestFocus();
                    return 0;
                });
        robot.press(KeyCode.RIGHT);
        robot.press(KeyCode.END);
    }

    private static void records(Robot robot) {
        Waiting.until(() -> "records", () -> robot.rows("#usage-records") > 0);
    }

    private static void drawer(Robot robot) {
        records(robot);
        first(robot, "#usage-records");
        robot.find("#waterfall");
    }

    // Without the mouse: rows that are being read anew may move under it.
    private static void first(Robot robot, String selector) {
        if (robot.find(selector) instanceof TableView<?> table) {
            Robot.onFx(
                    () -> {
                        table.requestFocus();
                        table.getSelectionModel().clearAndSelect(0);
                        return 0;
                    });
            robot.press(KeyCode.ENTER);
        }
    }

    private static void page(Robot robot) {
        drawer(robot);
        robot.click(".drawer-bar .button");
        robot.findNone(".drawer-bar");
        robot.find("#waterfall");
    }

    private static void giveBack(Robot robot) {
        drawer(robot);
        robot.press(KeyCode.SHORTCUT, KeyCode.G);
        robot.find("#give-back-confirm");
    }

    private static void export(Robot robot) {
        records(robot);
        robot.press(KeyCode.SHORTCUT, KeyCode.E);
        robot.find("#export-begin");
    }

    private static void entry(Robot robot) {
        Waiting.until(() -> "entries", () -> robot.rows("#audit-entries") > 0);
        first(robot, "#audit-entries");
        robot.find("#audit-changes");
    }

    private static void proof(Robot robot) {
        Waiting.until(() -> "entries", () -> robot.rows("#audit-entries") > 0);
        robot.click("#audit-proof");
        robot.click("#audit-make");
        Waiting.until(() -> "a checkpoint", () -> !robot.text("#audit-checkpoint").isEmpty());
        robot.click("#audit-verify");
        robot.waitForText("#audit-result", text -> text.startsWith("Intact"));
    }
}
