package io.weighbridge.console.feature.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.LosingRelay;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Traffic;
import io.weighbridge.console.testkit.Waiting;
import io.weighbridge.proto.v1.Account;
import io.weighbridge.proto.v1.AuditEntry;
import io.weighbridge.proto.v1.CreateAccountRequest;
import io.weighbridge.proto.v1.GetAccountRequest;
import io.weighbridge.proto.v1.ListEntriesRequest;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.UpdateAccountRequest;

import javafx.animation.PauseTransition;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCode;
import javafx.util.Duration;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.concurrent.CompletableFuture;

/// Finding an account, changing it, stopping it.
final class AccountsJourneyTest {
    private static final int MANY = 300;

    @AutoClose private static final Installation installation = Installation.start();

    private static final BackendClient admin = installation.owning(installation.admin());

    private static final Traffic traffic = installation.owning(new Traffic(installation));

    @SuppressWarnings("NullAway.Init")
    private static Traffic.Customer acme;

    @BeforeAll
    static void start() {
        traffic.service("chat");
        for (int i = 0; i < MANY; i++) {
            make("Customer " + i);
        }
        acme = traffic.customer("Acme");
        var _ = traffic.call(acme, "chat");
    }

    private static Account make(String name) {
        return admin.accounts()
                .createAccount(CreateAccountRequest.newBuilder().setName(name).build());
    }

    private static Account read(String id) {
        return admin.accounts().getAccount(GetAccountRequest.newBuilder().setAccount(id).build());
    }

    private static void open(ConsoleWindow window, String account) {
        Robot.onFx(
                () -> {
                    window.console().open(Address.of(Route.ACCOUNTS, account));
                    return 0;
                });
        window.robot().waitForText("#account-name", text -> !text.isEmpty());
    }

    private static void select(Robot robot, int tab) {
        TabPane tabs = (TabPane) robot.find("#account-tabs");
        Robot.onFx(
                () -> {
                    tabs.getSelectionModel().select(tab);
                    return 0;
                });
    }

    @Test
    void shouldFindOneAmongManyAndOpenIt() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            robot.press(KeyCode.CONTROL, KeyCode.DIGIT2);
            Waiting.until(() -> "a page", () -> robot.rows("#accounts-table") >= 100);
            robot.type("#accounts-search", "acm");
            Waiting.until(() -> "one account", () -> robot.rows("#accounts-table") == 1);
            robot.press(KeyCode.ENTER);
            robot.waitForText("#account-name", "Acme"::equals);
            robot.waitForText("#account-balance", "$1.00"::equals);
            robot.press(KeyCode.CONTROL, KeyCode.ENTER);
            robot.find("#account-tabs");
            Waiting.until(() -> "grant and usage", () -> robot.rows("#account-statement") == 2);
            select(robot, 3);
            Waiting.until(() -> "its key", () -> robot.rows("#account-keys") == 1);
        }
    }

    @Test
    void shouldReadTheNextPagesWhenOneScrolls() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            robot.press(KeyCode.CONTROL, KeyCode.DIGIT2);
            robot.type("#accounts-search", "customer");
            Waiting.until(() -> "a page", () -> robot.rows("#accounts-table") >= 100);
            robot.press(KeyCode.DOWN);
            Waiting.until(
                    () -> "all of them",
                    () -> {
                        robot.press(KeyCode.END);
                        return robot.rows("#accounts-table") == MANY;
                    });
        }
    }

    @Test
    void shouldMakeAnAccount() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            robot.press(KeyCode.CONTROL, KeyCode.DIGIT2);
            robot.find("#accounts-table");
            robot.press(KeyCode.CONTROL, KeyCode.N);
            robot.find("#create-name");
            robot.write("Newcomer");
            robot.press(KeyCode.ENTER);
            robot.waitForText("#account-name", "Newcomer"::equals);
        }
    }

    @Test
    void shouldKeepTheDrawerAtANewAccount() {
        var _ = make("Zed");
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            robot.press(KeyCode.CONTROL, KeyCode.DIGIT2);
            robot.type("#accounts-search", "zed");
            Waiting.until(() -> "one account", () -> robot.rows("#accounts-table") == 1);
            robot.press(KeyCode.ENTER);
            robot.waitForText("#account-name", "Zed"::equals);
            robot.press(KeyCode.CONTROL, KeyCode.N);
            robot.find("#create-name");
            robot.write("Zedville");
            robot.press(KeyCode.ENTER);
            Waiting.until(() -> "the new one", () -> robot.rows("#accounts-table") == 2);
            // Longer than the drawer waits before it follows the selection.
            CompletableFuture<Void> waited = new CompletableFuture<>();
            Robot.onFx(
                    () -> {
                        PauseTransition pause = new PauseTransition(Duration.millis(400));
                        pause.setOnFinished(_ -> waited.complete(null));
                        pause.play();
                        return 0;
                    });
            waited.join();
            robot.waitForText("#account-name", "Zedville"::equals);
            robot.press(KeyCode.CONTROL, KeyCode.J);
            robot.waitForText(".sheet-title", text -> text.contains("Zedville"));
        }
    }

    @Test
    void shouldStopCallsAtTheGateAndTakeItBack() {
        Traffic.Customer stopped = traffic.customer("Stopped");
        assertTrue(traffic.authorize(stopped, "chat").hasAdmitted());
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            open(window, stopped.account());
            robot.click("#account-suspend");
            robot.type("#suspend-reason", "does not pay");
            robot.press(KeyCode.ENTER);
            robot.waitForText("#account-state", text -> text.contains("suspended"));
            assertEquals(
                    RefusalReason.REFUSAL_REASON_ACCOUNT_SUSPENDED,
                    traffic.authorize(stopped, "chat").getRefused().getReason());
            assertEquals("does not pay", read(stopped.account()).getSuspendedReason());
            // Each of them is told, not only the last.
            assertTrue(traffic.authorize(stopped, "no such service").hasRefused());
            select(robot, 5);
            Waiting.until(() -> "both refusals", () -> robot.rows("#account-refused") == 2);
            robot.click(".toast .accent");
            robot.waitForText("#account-state", text -> text.contains("active"));
            assertTrue(traffic.authorize(stopped, "chat").hasAdmitted());
        }
    }

    @Test
    void shouldGiveCreditThatItsStatementExplains() {
        Account given = make("Given");
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            open(window, given.getId());
            robot.waitForText("#account-name", "Given"::equals);
            robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.G);
            robot.type("#grant-amount", "5");
            robot.press(KeyCode.ENTER);
            robot.waitForText(".sheet .problem", text -> text.startsWith("note: "));
            robot.type("#grant-note", "welcome");
            robot.press(KeyCode.ENTER);
            robot.findNone("#grant-note");
            Waiting.until(() -> "its grant", () -> robot.rows("#account-statement") == 1);
        }
    }

    @Test
    void shouldLetOneChooseWhenAnotherSavedFirst() {
        Account shared = make("Shared");
        try (LosingRelay relay = new LosingRelay(installation.port());
                ConsoleWindow window = ConsoleWindow.open()) {
            Robot robot = window.robot();
            window.login(
                    Installation.profile(Installation.ADMIN, relay.port()),
                    installation.password());
            open(window, shared.getId());
            robot.click("#account-edit");
            robot.type("#edit-name", "Mine");
            var _ =
                    admin.accounts()
                            .updateAccount(
                                    UpdateAccountRequest.newBuilder()
                                            .setAccount(shared.getId())
                                            .setVersion(shared.getVersion())
                                            .setName("Theirs")
                                            .setOverdraftLimitNanos(7_000_000_000L)
                                            .build());
            robot.press(KeyCode.ENTER);
            robot.waitForText(".sheet .problem", text -> text.contains("why"));
            robot.type("#reason", "it was sold");
            robot.press(KeyCode.ENTER);
            robot.find("#keep-mine-0");
            // What it was meant for may differ now that one knows of the other's change.
            robot.type("#reason", "sold, and theirs was a typo");
            assertEquals("Theirs", read(shared.getId()).getName(), "nothing is lost before that");
            relay.hold();
            robot.click("#confirm-merge");
            // Neither gone nor sent again while the answer is out.
            assertTrue(Robot.onFx(robot.find("#confirm-merge")::isDisabled));
            relay.letGo();
            robot.findNone("#merge");
            robot.waitForText("#account-name", "Mine"::equals);
            assertEquals("Mine", read(shared.getId()).getName());
            assertEquals(7_000_000_000L, read(shared.getId()).getOverdraftLimitNanos());
            AuditEntry saved =
                    admin.audit()
                            .listEntries(
                                    ListEntriesRequest.newBuilder()
                                            .setTarget(shared.getId())
                                            .build())
                            .getEntries(0);
            assertEquals("sold, and theirs was a typo", saved.getReason());
        }
    }

    @Test
    void shouldSayWhyARoleMayNot() {
        String password = installation.operator("vic", Role.ROLE_VIEWER);
        try (ConsoleWindow window = ConsoleWindow.open(installation, "vic", password)) {
            Robot robot = window.robot();
            open(window, acme.account());
            for (String button :
                    new String[] {"#account-adjust", "#account-edit", "#account-suspend"}) {
                var node = robot.find(button);
                assertTrue(Robot.onFx(node::isDisabled), button);
                assertTrue(
                        Robot.onFx(node::getAccessibleHelp).contains("viewer"), "no reason said");
            }
        }
    }
}
