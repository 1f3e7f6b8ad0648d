package io.weighbridge.console.photographs;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Waiting;

import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;

import java.util.List;

/// Pictures of money coming in: the demo's customers buy credit when they run low.
final class PaymentsShots {
    private PaymentsShots() {}

    static List<Shot> shots() {
        Address orders = Address.of(Route.PAYMENTS);
        Address paid = orders.with("state", "paid");
        Address told = orders.with("tab", "deliveries").with("told", "all");
        return List.of(
                new Shot("payments", orders, PaymentsShots::rows),
                new Shot("payments-drawer", paid, PaymentsShots::drawer),
                new Shot("payments-page", paid, PaymentsShots::page),
                new Shot("payments-refund", paid, PaymentsShots::refund),
                new Shot("payments-unmatched", orders.with("tab", "deliveries"), _ -> {}),
                new Shot("payments-told", told, robot -> choose(robot, "#payments-deliveries")),
                new Shot("payments-told-page", told, PaymentsShots::body),
                new Shot(
                        "payments-providers",
                        orders.with("tab", "providers"),
                        robot -> choose(robot, "#payments-providers")),
                new Shot("accounts-payment-link", Address.of(Route.ACCOUNTS), PaymentsShots::ask),
                new Shot("accounts-payment-made", Address.of(Route.ACCOUNTS), PaymentsShots::made));
    }

    private static void rows(Robot robot) {
        choose(robot, "#payments-orders");
    }

    private static void choose(Robot robot, String selector) {
        Waiting.until(() -> "rows", () -> robot.rows(selector) > 0);
        TableView<?> table = (TableView<?>) robot.find(selector);
        Robot.onFx(
                () -> {
                    table.requestFocus();
                    table.getSelectionModel().clearAndSelect(0);
                    return 0;
                });
    }

    private static void drawer(Robot robot) {
        rows(robot);
        robot.press(KeyCode.ENTER);
        robot.waitForText("#order-state", text -> !text.isEmpty());
    }

    private static void page(Robot robot) {
        rows(robot);
        robot.press(KeyCode.CONTROL, KeyCode.ENTER);
        robot.waitForText("#order-state", text -> !text.isEmpty());
    }

    private static void refund(Robot robot) {
        page(robot);
        robot.press(KeyCode.CONTROL, KeyCode.G);
        robot.waitForText("#refund-before", text -> text.length() > 1);
        robot.type("#refund-amount", "0.25");
        robot.type("#reason", "Half of it is not needed any more");
    }

    private static void body(Robot robot) {
        choose(robot, "#payments-deliveries");
        robot.press(KeyCode.CONTROL, KeyCode.ENTER);
        robot.waitForText("#delivery-body", text -> !text.isEmpty());
    }

    private static void ask(Robot robot) {
        Waiting.until(() -> "accounts", () -> robot.rows("#accounts-table") > 0);
        robot.click("#accounts-search");
        robot.press(KeyCode.ENTER);
        robot.waitForText("#account-name", text -> !text.isEmpty());
        robot.press(KeyCode.CONTROL, KeyCode.ENTER);
        robot.waitForText("#account-name", text -> !text.isEmpty());
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.U);
        robot.waitForText("#link-terms", text -> !text.isEmpty());
        robot.type("#link-amount", "25");
        robot.type("#link-note", "Asked for by phone, ticket 4711");
    }

    private static void made(Robot robot) {
        ask(robot);
        robot.click("#link-confirm");
        robot.waitForText("#payment-link", text -> !text.isEmpty());
    }
}
