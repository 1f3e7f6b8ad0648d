package io.weighbridge.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Waiting;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.CreateAccountRequest;
import io.weighbridge.proto.v1.CreateKeyRequest;
import io.weighbridge.proto.v1.KeySettings;
import io.weighbridge.proto.v1.ListEntriesRequest;
import io.weighbridge.proto.v1.ListKeysRequest;
import io.weighbridge.proto.v1.ListOperatorsRequest;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.OperatorSession;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.WhoAmIRequest;

import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.Test;

import java.util.List;

/// An administrator lets somebody in; the first password is seen once, and they must set their own.
final class OperatorsJourneyTest {
    private static final String OWN = "a password of my own";

    @Test
    void shouldMakeAnOperatorWhosePasswordIsShownOnceAndWorks() {
        try (Installation installation = Installation.start();
                ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            robot.click("#go-operators");
            robot.click("#create-operator");
            robot.type("#operator-name", "sam");
            robot.type("#operator-display", "Sam");
            robot.click(".sheet .accent");
            robot.waitForText("#secret", text -> text.length() >= 12);
            String password = robot.text("#secret");
            robot.click(".sheet .accent");
            robot.findNone("#secret");
            robot.waitForRows("#operators", 2);

            try (ConsoleWindow theirs = ConsoleWindow.open()) {
                Robot sam = theirs.robot();
                Robot.onFx(
                        () -> {
                            theirs.console().login(installation.profile("sam"), password);
                            return 0;
                        });
                sam.type("#own-password", OWN);
                sam.type("#own-password-again", OWN);
                sam.click("#login");
                sam.waitForText("#me", "sam"::equals);
            }
            try (BackendClient sam = installation.client("sam", OWN)) {
                assertEquals(Role.ROLE_SUPPORT, sam.login("sam", OWN, "").getRole());
            }
            try (BackendClient admin = installation.admin()) {
                assertFalse(
                        admin.operators()
                                .listOperators(ListOperatorsRequest.getDefaultInstance())
                                .getOperatorsList()
                                .isEmpty());
            }
        }
    }

    @Test
    void shouldEndTheSessionOfSomebodyElse() {
        try (Installation installation = Installation.start()) {
            String password = installation.operator("sam", Role.ROLE_SUPPORT);
            try (BackendClient sam = installation.client("sam", password);
                    ConsoleWindow window = ConsoleWindow.open(installation)) {
                Robot robot = window.robot();
                robot.click("#go-operators");
                robot.click("#tab-sessions");
                select(robot.find("#sessions"));
                robot.click("#end-session");
                robot.type("#reason", "left the company");
                robot.click("#end-confirm");
                robot.findNone("#end-confirm");
                RuntimeException refused =
                        assertThrows(
                                RuntimeException.class,
                                () -> sam.operators().whoAmI(WhoAmIRequest.getDefaultInstance()));
                assertEquals("UNAUTHENTICATED", Failure.of(refused).code());
            }
        }
    }

    @Test
    void shouldAskWhySomebodyIsLockedOut() {
        try (Installation installation = Installation.start()) {
            var _ = installation.operator("sam", Role.ROLE_SUPPORT);
            try (ConsoleWindow window = ConsoleWindow.open(installation)) {
                Robot robot = window.robot();
                chooseSam(robot);
                robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.P);
                robot.click("#reset-confirm");
                robot.waitForText(".sheet .problem", text -> text.startsWith("Say why"));
                robot.press(KeyCode.ESCAPE);
                robot.findNone(".veil");
                robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.E);
                robot.click("#operator-disabled");
                robot.click("#edit-confirm");
                robot.waitForText(".sheet .problem", text -> text.startsWith("Say why"));
                robot.type("#reason", "left the company");
                robot.click("#edit-confirm");
                robot.findNone("#edit-confirm");
            }
            try (BackendClient admin = installation.admin()) {
                assertTrue(
                        admin
                                .audit()
                                .listEntries(ListEntriesRequest.getDefaultInstance())
                                .getEntriesList()
                                .stream()
                                .anyMatch(entry -> entry.getReason().equals("left the company")));
            }
        }
    }

    @Test
    void shouldKeepWhatTwoChangedOfTheSameOperator() {
        try (Installation installation = Installation.start()) {
            var _ = installation.operator("sam", Role.ROLE_SUPPORT);
            try (ConsoleWindow window = ConsoleWindow.open(installation)) {
                Robot robot = window.robot();
                chooseSam(robot);
                robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.E);
                robot.type("#operator-display", "Sam S.");
                installation.giveRole("sam", Role.ROLE_VIEWER);
                robot.click("#edit-confirm");
                robot.click("#confirm-merge");
                robot.findNone("#merge");
            }
            try (BackendClient admin = installation.admin()) {
                Operator sam =
                        admin
                                .operators()
                                .listOperators(ListOperatorsRequest.getDefaultInstance())
                                .getOperatorsList()
                                .stream()
                                .filter(one -> one.getName().equals("sam"))
                                .findFirst()
                                .orElseThrow();
                assertEquals(Role.ROLE_VIEWER, sam.getRole());
                assertEquals("Sam S.", sam.getDisplayName());
            }
        }
    }

    @Test
    void shouldAskForTheKeysOfWhoLosesTheRightInAMergeOnly() {
        try (Installation installation = Installation.start()) {
            String password = installation.operator("sam", Role.ROLE_SUPPORT);
            try (ConsoleWindow window = ConsoleWindow.open(installation)) {
                Robot robot = window.robot();
                chooseSam(robot);
                robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.E);
                robot.click("#operator-disabled");
                robot.type("#reason", "left the company");
                installation.giveRole("sam", Role.ROLE_ADMIN);
                robot.click("#edit-confirm");
                var _ = robot.find("#merge");
                seeAKey(installation, password);
                robot.click("#confirm-merge");
                ComboBox<?> keys = (ComboBox<?>) robot.find("#operator-keys");
                Robot.onFx(
                        () -> {
                            keys.getSelectionModel().selectFirst();
                            return 0;
                        });
                robot.click("#confirm-merge");
                robot.findNone("#merge");
            }
            try (BackendClient admin = installation.admin()) {
                List<ApiKey> keys =
                        admin.keys()
                                .listKeys(
                                        ListKeysRequest.newBuilder()
                                                .setIncludeRevoked(true)
                                                .build())
                                .getKeysList();
                assertEquals(1, keys.size());
                assertTrue(keys.getFirst().getRevokedAtMs() != 0);
            }
        }
    }

    @Test
    void shouldAskWhyTheSecretOfAProxyIsRotated() {
        try (Installation installation = Installation.start()) {
            try (ConsoleWindow window = ConsoleWindow.open(installation)) {
                Robot robot = window.robot();
                robot.click("#go-operators");
                robot.click("#tab-proxies");
                robot.waitForRows("#proxies", 1);
                TableView<?> table = (TableView<?>) robot.find("#proxies");
                Robot.onFx(
                        () -> {
                            table.getSelectionModel().select(0);
                            return 0;
                        });
                robot.press(KeyCode.CONTROL, KeyCode.R);
                robot.click("#rotate-confirm");
                robot.waitForText(".sheet .problem", text -> text.startsWith("Say why"));
                robot.type("#reason", "seen in a log");
                robot.click("#rotate-confirm");
                var _ = robot.find("#secret");
            }
            try (BackendClient admin = installation.admin()) {
                assertTrue(
                        admin
                                .audit()
                                .listEntries(ListEntriesRequest.getDefaultInstance())
                                .getEntriesList()
                                .stream()
                                .anyMatch(entry -> entry.getReason().equals("seen in a log")));
            }
        }
    }

    // As an administrator who makes one does.
    private static void seeAKey(Installation installation, String password) {
        try (BackendClient sam = installation.client("sam", password)) {
            String account =
                    sam.accounts()
                            .createAccount(
                                    CreateAccountRequest.newBuilder().setName("Acme").build())
                            .getId();
            var _ =
                    sam.keys()
                            .createKey(
                                    CreateKeyRequest.newBuilder()
                                            .setAccount(account)
                                            .setSettings(KeySettings.newBuilder().setName("seen"))
                                            .build());
        }
    }

    private static void chooseSam(Robot robot) {
        robot.click("#go-operators");
        robot.waitForRows("#operators", 2);
        TableView<?> table = (TableView<?>) robot.find("#operators");
        Robot.onFx(
                () -> {
                    table.getSelectionModel().select(rowOf(table, "sam"));
                    return 0;
                });
    }

    private static int rowOf(TableView<?> table, String name) {
        for (int i = 0; i < table.getItems().size(); i++) {
            if (table.getItems().get(i) instanceof Operator operator
                    && operator.getName().equals(name)) {
                return i;
            }
        }
        throw new AssertionError("no operator " + name);
    }

    // The newest of theirs: the one that is logged in.
    private static void select(Node sessions) {
        TableView<?> table = assertInstanceOf(TableView.class, sessions);
        Waiting.until(() -> "sam's session", () -> Robot.onFx(() -> newestOfSam(table) >= 0));
        Robot.onFx(
                () -> {
                    table.getSelectionModel().select(newestOfSam(table));
                    return 0;
                });
    }

    private static int newestOfSam(TableView<?> table) {
        for (int i = table.getItems().size() - 1; i >= 0; i--) {
            if (table.getItems().get(i) instanceof OperatorSession session
                    && session.getOperatorName().equals("sam")) {
                return i;
            }
        }
        return -1;
    }
}
