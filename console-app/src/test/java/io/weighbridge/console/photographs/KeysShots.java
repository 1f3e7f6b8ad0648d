package io.weighbridge.console.photographs;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Waiting;

import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;

import java.util.List;

/// Pictures of keys.
final class KeysShots {
    private KeysShots() {}

    static List<Shot> shots() {
        Address list = Address.of(Route.KEYS);
        return List.of(
                new Shot("keys", list, KeysShots::rows),
                new Shot("keys-drawer", list, KeysShots::drawer),
                new Shot("keys-create", list, KeysShots::create),
                new Shot("keys-rotate", list, KeysShots::rotate),
                new Shot("keys-bulk", list, KeysShots::bulk),
                new Shot("keys-bulk-progress", list, KeysShots::progress));
    }

    private static void rows(Robot robot) {
        Waiting.until(() -> "keys", () -> robot.rows("#keys") > 0);
    }

    private static void select(Robot robot, int count) {
        rows(robot);
        TableView<?> table = (TableView<?>) robot.find("#keys");
        Robot.onFx(
                () -> {
                    table.requestFocus();
                    table.getSelectionModel().clearSelection();
                    table.getSelectionModel().selectRange(0, count);
                    return 0;
                });
    }

    private static void drawer(Robot robot) {
        select(robot, 1);
        robot.press(KeyCode.ENTER);
        robot.waitForText("#key-title", text -> !text.isEmpty());
    }

    private static void create(Robot robot) {
        rows(robot);
        robot.click("#create-key");
        robot.find("#create-sheet");
        robot.click("#add-override");
    }

    private static void rotate(Robot robot) {
        drawer(robot);
        robot.click("#rotate-key");
        robot.find("#overlap");
    }

    // The last picture of keys: it changes some.
    private static void progress(Robot robot) {
        select(robot, 4);
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Y);
        robot.type("#bulk-expiry", "30d");
        robot.type("#reason", "Contracts end with the month");
        robot.click("#confirm-bulk");
        robot.waitForText("#bulk-close", text -> !text.isEmpty());
    }

    private static void bulk(Robot robot) {
        select(robot, 4);
        robot.click("#bulk-revoke-keys");
        robot.find("#bulk-sheet");
    }
}
