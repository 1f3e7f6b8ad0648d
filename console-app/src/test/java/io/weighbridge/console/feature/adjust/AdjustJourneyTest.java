package io.weighbridge.console.feature.adjust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Waiting;
import io.weighbridge.proto.v1.Account;
import io.weighbridge.proto.v1.AdjustmentLimit;
import io.weighbridge.proto.v1.CreateAccountRequest;
import io.weighbridge.proto.v1.GetBalanceRequest;
import io.weighbridge.proto.v1.ListEntriesRequest;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.SetAdjustmentLimitRequest;

import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Support's main job: credit given within the limit, and above it with a second person.
final class AdjustJourneyTest {
    private static final long DOLLAR = 1_000_000_000L;

    @AutoClose private static final Installation installation = Installation.start();

    private static final BackendClient admin = installation.owning(installation.admin());

    @SuppressWarnings("NullAway.Init")
    private static String supportPassword;

    @BeforeAll
    static void start() {
        supportPassword = installation.operator("sam", Role.ROLE_SUPPORT);
    }

    private static Account make(String name) {
        return admin.accounts()
                .createAccount(CreateAccountRequest.newBuilder().setName(name).build());
    }

    private static long balance(Account account) {
        return admin.accounts()
                .getBalance(GetBalanceRequest.newBuilder().setAccount(account.getId()).build())
                .getBalanceNanos();
    }

    private static void open(ConsoleWindow window, Address address) {
        Robot.onFx(
                () -> {
                    window.console().open(address);
                    return 0;
                });
    }

    @Test
    void shouldAdjustFromTheKeyboardAloneAndUndo() {
        Account account = make("Keyboard Inc");
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            robot.press(KeyCode.CONTROL, KeyCode.DIGIT2);
            robot.find("#accounts-search");
            // Enter at once, before the service has answered: what was typed is opened.
            robot.write("keyb");
            robot.press(KeyCode.ENTER);
            robot.waitForText("#account-name", "Keyboard Inc"::equals);
            robot.press(KeyCode.CONTROL, KeyCode.J);
            robot.waitForText("#adjust-before", "$0.00"::equals);
            robot.write("12.345g");
            robot.waitForText("#adjust-after", "$12.345"::equals);
            robot.waitForText("#adjust-confirm", "Give $12.345"::equals);
            robot.write("a late answer");
            robot.press(KeyCode.ENTER);
            robot.findNone("#adjust-amount");
            robot.waitForText("#account-balance", "$12.34"::equals);
            assertEquals(12_345_000_000L, balance(account));
            Waiting.until(() -> "in the statement", () -> robot.rows("#account-statement") == 1);
            robot.click(".toast .accent");
            robot.waitForText("#account-balance", "$0.00"::equals);
            assertEquals(0, balance(account));
            Waiting.until(() -> "both entries", () -> robot.rows("#account-statement") == 2);
        }
    }

    @Test
    void shouldLetASecondPersonApproveWhatIsAboveTheLimit() {
        Account account = make("Large Ltd");
        setSupportLimit();
        try (ConsoleWindow window = ConsoleWindow.open(installation, "sam", supportPassword)) {
            Robot robot = window.robot();
            open(window, Address.of(Route.ACCOUNTS, account.getId()));
            robot.waitForText("#account-name", "Large Ltd"::equals);
            robot.press(KeyCode.CONTROL, KeyCode.J);
            robot.waitForText("#adjust-limit", text -> text.contains("$20.00"));
            robot.write("20.01s");
            robot.waitForText("#adjust-confirm", "Ask for approval of +$20.01"::equals);
            robot.write("outage");
            robot.press(KeyCode.ENTER);
            robot.findNone("#adjust-amount");
            assertEquals(0, balance(account));
            openRequest(robot);
            robot.waitForText("#approval-explained", text -> text.contains("Finance"));
            assertTrue(robot.find("#approve").isDisabled());
        }
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            openRequest(robot);
            robot.waitForText("#adjust-balance", "$0.00 → $20.01"::equals);
            robot.click("#approve");
            robot.click("#approve-confirm");
            robot.waitForText("#approval-state", text -> text.contains("done"));
            assertEquals(20 * DOLLAR + DOLLAR / 100, balance(account));
            assertTrue(robot.find("#approve").isDisabled(), "once");
        }
    }

    private static void openRequest(Robot robot) {
        robot.press(KeyCode.CONTROL, KeyCode.DIGIT7);
        Waiting.until(() -> "the request", () -> robot.rows("#approvals-table") >= 1);
        robot.find("#approvals-table");
        robot.click(".table-row-cell");
        robot.press(KeyCode.ENTER);
        robot.waitForText("#approval-amount", "+$20.01"::equals);
    }

    // As an administrator does it.
    private static void setSupportLimit() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            robot.press(KeyCode.CONTROL, KeyCode.DIGIT7);
            robot.click("#limit-edit-ROLE_SUPPORT");
            robot.type("#limit-single", "20");
            robot.type("#limit-day", "100");
            robot.press(KeyCode.ENTER);
            robot.waitForText(".sheet .problem", text -> text.contains("why"));
            robot.type("#reason", "more support staff");
            robot.press(KeyCode.ENTER);
            robot.waitForText("#limit-ROLE_SUPPORT", text -> text.contains("$20.00"));
        }
        assertTrue(
                admin
                        .audit()
                        .listEntries(ListEntriesRequest.getDefaultInstance())
                        .getEntriesList()
                        .stream()
                        .filter(entry -> entry.getMethod().endsWith("SetAdjustmentLimit"))
                        .anyMatch(entry -> entry.getReason().equals("more support staff")));
    }

    @Test
    void shouldTellWhoAskedThatASecondPersonMustApprove() {
        Account account = make("Own Ltd");
        // An administrator below a limit: may approve, but not what was asked by the same person.
        String password = installation.operator("fay", Role.ROLE_FINANCE);
        limit(Role.ROLE_FINANCE);
        try (ConsoleWindow window = ConsoleWindow.open(installation, "fay", password)) {
            Robot robot = window.robot();
            open(window, Address.of(Route.ACCOUNTS, account.getId()));
            robot.waitForText("#account-name", "Own Ltd"::equals);
            robot.press(KeyCode.CONTROL, KeyCode.J);
            robot.waitForText("#adjust-before", "$0.00"::equals);
            robot.write("20.01tx");
            robot.press(KeyCode.ENTER);
            robot.findNone("#adjust-amount");
            openRequest(robot);
            robot.waitForText("#approval-explained", text -> text.contains("second person"));
            assertTrue(robot.find("#approve").isDisabled());
            robot.click("#withdraw");
            robot.waitForText("#approval-state", text -> text.contains("withdrawn"));
            assertEquals(0, balance(account));
        }
    }

    @Test
    void shouldLetWhoChangesALimitChooseWhereSomebodyElseChangedItToo() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            robot.press(KeyCode.CONTROL, KeyCode.DIGIT7);
            robot.click("#limit-edit-ROLE_ADMIN");
            robot.click("#limit-unlimited");
            robot.type("#limit-single", "30");
            robot.type("#limit-day", "300");
            robot.type("#reason", "nobody moves more");
            limit(Role.ROLE_ADMIN);
            robot.click("#limit-confirm");
            var _ = robot.find("#merge");
            robot.click("#keep-mine-0");
            robot.click("#confirm-merge");
            robot.findNone("#merge");
            robot.waitForText("#limit-ROLE_ADMIN", text -> text.contains("$30.00"));
        }
    }

    private static void limit(Role role) {
        var _ =
                admin.approvals()
                        .setAdjustmentLimit(
                                SetAdjustmentLimitRequest.newBuilder()
                                        .setLimit(
                                                AdjustmentLimit.newBuilder()
                                                        .setRole(role)
                                                        .setSingleNanos(DOLLAR)
                                                        .setDayNanos(DOLLAR))
                                        .build());
    }
}
