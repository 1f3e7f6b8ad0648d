package io.weighbridge.console.photographs;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Profile;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Waiting;
import io.weighbridge.proto.v1.Account;
import io.weighbridge.proto.v1.AdjustCreditRequest;
import io.weighbridge.proto.v1.AdjustmentLimit;
import io.weighbridge.proto.v1.AdjustmentReason;
import io.weighbridge.proto.v1.ChangePasswordRequest;
import io.weighbridge.proto.v1.CreateOperatorRequest;
import io.weighbridge.proto.v1.ListAccountsRequest;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.SetAdjustmentLimitRequest;

import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCode;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/// Pictures of accounts, of adjusting credit and of approvals.
final class AccountsShots {
    private static final long DOLLAR = 1_000_000_000L;

    private AccountsShots() {}

    static List<Shot> shots() {
        Address accounts = Address.of(Route.ACCOUNTS);
        Address approvals = Address.of(Route.APPROVALS);
        return List.of(
                new Shot("accounts", accounts, AccountsShots::rows),
                new Shot("accounts-drawer", accounts, AccountsShots::drawer),
                new Shot("accounts-page", accounts, robot -> page(robot, 0)),
                new Shot("accounts-grants", accounts, robot -> page(robot, 2)),
                new Shot("accounts-keys", accounts, robot -> page(robot, 3)),
                new Shot("accounts-refused", accounts, AccountsShots::refused),
                new Shot("accounts-adjust", accounts, AccountsShots::adjust),
                new Shot("approvals", approvals, AccountsShots::queue),
                new Shot("approvals-request", approvals, AccountsShots::request));
    }

    private static void rows(Robot robot) {
        Waiting.until(() -> "accounts", () -> robot.rows("#accounts-table") > 0);
    }

    private static void drawer(Robot robot) {
        rows(robot);
        robot.click("#accounts-search");
        robot.press(KeyCode.ENTER);
        robot.waitForText("#account-name", text -> !text.isEmpty());
        Waiting.until(() -> "entries", () -> robot.rows("#account-statement") > 0);
    }

    private static void page(Robot robot, int tab) {
        drawer(robot);
        robot.press(KeyCode.CONTROL, KeyCode.ENTER);
        robot.waitForText("#account-name", text -> !text.isEmpty());
        TabPane tabs = (TabPane) robot.find("#account-tabs");
        Robot.onFx(
                () -> {
                    tabs.getSelectionModel().select(tab);
                    return 0;
                });
    }

    // The demo's account that runs dry.
    private static void refused(Robot robot) {
        rows(robot);
        robot.type("#accounts-search", "fen");
        Waiting.until(() -> "one", () -> robot.rows("#accounts-table") == 1);
        page(robot, 5);
        Waiting.until(() -> "refusals", () -> robot.rows("#account-refused") > 0);
    }

    private static void adjust(Robot robot) {
        page(robot, 0);
        robot.press(KeyCode.CONTROL, KeyCode.J);
        robot.waitForText("#adjust-before", text -> text.startsWith("$"));
        robot.write("12.50s");
        robot.write("Outage on Tuesday, ticket 4711");
    }

    private static void queue(Robot robot) {
        Waiting.until(() -> "requests", () -> robot.rows("#approvals-table") > 0);
    }

    private static void request(Robot robot) {
        queue(robot);
        robot.click(".table-row-cell");
        robot.press(KeyCode.ENTER);
        robot.waitForText("#approval-amount", text -> !text.isEmpty());
    }

    /// Lets somebody of support ask for more than support may do alone.
    static void ask(DemoService demo) {
        Profile profile = demo.profile();
        try (BackendClient admin = BackendClient.connect(profile, InstantSource.system());
                BackendClient support = BackendClient.connect(profile, InstantSource.system())) {
            var _ = admin.login("demo", demo.password(), "");
            String password =
                    admin.operators()
                            .createOperator(
                                    CreateOperatorRequest.newBuilder()
                                            .setName("sam")
                                            .setDisplayName("Sam Support")
                                            .setRole(Role.ROLE_SUPPORT)
                                            .build())
                            .getPassword();
            var _ =
                    admin.approvals()
                            .setAdjustmentLimit(
                                    SetAdjustmentLimitRequest.newBuilder()
                                            .setLimit(
                                                    AdjustmentLimit.newBuilder()
                                                            .setRole(Role.ROLE_SUPPORT)
                                                            .setSingleNanos(50 * DOLLAR)
                                                            .setDayNanos(200 * DOLLAR))
                                            .build());
            var _ = support.login("sam", password, "");
            var _ =
                    support.operators()
                            .changePassword(
                                    ChangePasswordRequest.newBuilder()
                                            .setOldPassword(password)
                                            .setNewPassword("a password of sam's own")
                                            .build());
            List<Account> accounts =
                    admin.accounts()
                            .listAccounts(ListAccountsRequest.getDefaultInstance())
                            .getAccountsList();
            for (int i = 0; i < 3; i++) {
                var _ =
                        support.accounts()
                                .adjustCredit(
                                        AdjustCreditRequest.newBuilder()
                                                .setAccount(accounts.get(i).getId())
                                                .setOperationId(UUID.randomUUID().toString())
                                                .setAmountNanos((75 + 60 * i) * DOLLAR)
                                                .setReason(
                                                        AdjustmentReason
                                                                .ADJUSTMENT_REASON_SERVICE_FAILURE)
                                                .setNote("Outage on Tuesday, ticket " + (4711 + i))
                                                .build());
            }
        }
    }
}
