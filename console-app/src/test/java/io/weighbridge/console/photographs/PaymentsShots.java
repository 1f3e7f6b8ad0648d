package io.weighbridge.console.photographs;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Waiting;

import javafx.scene.control.TabPane;
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
                new Shot("accounts-payment-made", Address.of(Route.ACCOUNTS), PaymentsShots::made),
                new Shot("accounts-topup", Address.of(Route.ACCOUNTS), PaymentsShots::topUp),
                new Shot(
                        "accounts-topup-drawer", Address.of(Route.ACCOUNTS), PaymentsShots::beside),
                new Shot(
                        "accounts-topup-change", Address.of(Route.ACCOUNTS), PaymentsShots::change),
                new Shot(
                        "accounts-topup-off", Address.of(Route.ACCOUNTS), PaymentsShots::switchOff),
                new Shot(
                        "accounts-topup-remove", Address.of(Route.ACCOUNTS), PaymentsShots::remove),
                new Shot("accounts-redeem", Address.of(Route.ACCOUNTS), PaymentsShots::redeem));
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

    // The demo's account with a saved card.
    private static void beside(Robot robot) {
        Waiting.until(() -> "accounts", () -> robot.rows("#accounts-table") > 0);
        robot.type("#accounts-search", "dunmore");
        Waiting.until(() -> "one", () -> robot.rows("#accounts-table") == 1);
        robot.press(KeyCode.ENTER);
        robot.waitForText("#account-name", text -> text.startsWith("Dunmore"));
        chooseTopUps(robot);
    }

    private static void chooseTopUps(Robot robot) {
        TabPane tabs = (TabPane) robot.find("#account-tabs");
        Robot.onFx(
                () -> {
                    tabs.getTabs().stream()
                            .filter(tab -> "tab-auto-topup".equals(tab.getId()))
                            .forEach(tabs.getSelectionModel()::select);
                    return 0;
                });
        Waiting.until(() -> "cards", () -> robot.rows("#account-saved-cards") > 0);
    }

    private static void topUp(Robot robot) {
        beside(robot);
        robot.press(KeyCode.CONTROL, KeyCode.ENTER);
        robot.waitForText("#account-name", text -> text.startsWith("Dunmore"));
        chooseTopUps(robot);
    }

    private static void change(Robot robot) {
        topUp(robot);
        robot.press(KeyCode.F2);
        robot.waitForText("#topup-terms", text -> text.contains("$"));
        robot.type("#topup-threshold", "100000");
        robot.type("#reason", "Agreed by phone, ticket 4711");
    }

    private static void switchOff(Robot robot) {
        topUp(robot);
        robot.press(KeyCode.SHIFT, KeyCode.F2);
        robot.type("#reason", "The customer asked for it");
    }

    private static void remove(Robot robot) {
        topUp(robot);
        choose(robot, "#account-saved-cards");
        robot.press(KeyCode.CONTROL, KeyCode.DELETE);
    }

    private static void redeem(Robot robot) {
        topUp(robot);
        robot.press(KeyCode.F3);
        robot.type("#redeem-code", "WB-7K3MX-Q2RPA-9HTCN-4WA");
        robot.click("#redeem-confirm");
        robot.waitForText("#redeem-code-below", text -> text.contains("cannot"));
    }
}
