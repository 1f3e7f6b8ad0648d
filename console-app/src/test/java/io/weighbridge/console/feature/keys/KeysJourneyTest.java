package io.weighbridge.console.feature.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.GateProbe;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Waiting;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.CreateKeyReply;
import io.weighbridge.proto.v1.CreateKeyRequest;
import io.weighbridge.proto.v1.GetKeyRequest;
import io.weighbridge.proto.v1.KeySettings;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.RevokeKeyRequest;
import io.weighbridge.proto.v1.Role;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Keys made, used, rotated and revoked by hand, as the gate sees it.
final class KeysJourneyTest {
    @AutoClose private static final Installation installation = Installation.start();

    private static final GateProbe gate = installation.owning(new GateProbe(installation));

    private static final BackendClient admin = installation.owning(installation.admin());

    @SuppressWarnings("NullAway.Init")
    private static String account;

    @BeforeAll
    static void start() {
        gate.makeService();
        account = gate.makeAccount("Acme");
    }

    private static CreateKeyReply make(String name) {
        return admin.keys()
                .createKey(
                        CreateKeyRequest.newBuilder()
                                .setAccount(account)
                                .setSettings(
                                        KeySettings.newBuilder().setName(name).setAllServices(true))
                                .build());
    }

    private static ApiKey get(String id) {
        return admin.keys().getKey(GetKeyRequest.newBuilder().setKey(id).build());
    }

    private static void open(ConsoleWindow window, Address address) {
        Robot.onFx(
                () -> {
                    window.console().open(address);
                    return 0;
                });
    }

    private static boolean isShown(Node node, String text) {
        String own =
                switch (node) {
                    case TextInputControl field -> field.getText();
                    case Labeled labeled -> labeled.getText();
                    default -> "";
                };
        if (own != null && own.contains(text)) {
            return true;
        }
        return node instanceof Parent parent
                && parent.getChildrenUnmodifiable().stream()
                        .anyMatch(child -> isShown(child, text));
    }

    @Test
    void shouldMakeAKeyShowItsSecretOnceAndUseItAtTheGate() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            robot.click("#go-keys");
            robot.click("#create-key");
            robot.type("#key-account", "Ac");
            robot.find("#key-accounts-found");
            robot.type("#key-name", "made by hand");
            robot.type("#key-networks", "10.1.2.3/16");
            robot.click("#confirm-create");
            Waiting.until(
                    () -> "a text about the network",
                    () ->
                            Robot.onFx(
                                    () -> isShown(robot.stage().getScene().getRoot(), "10.1.0.0")));
            TextInputControl networks = (TextInputControl) robot.find("#key-networks");
            Robot.onFx(
                    () -> {
                        networks.clear();
                        return 0;
                    });
            robot.click("#confirm-create");
            robot.find("#secret-sheet");
            String secret = robot.text("#secret");
            assertTrue(gate.ask(secret).hasAdmitted());
            robot.press(KeyCode.ESCAPE);
            assertEquals(secret, robot.text("#secret"));
            robot.click("#secret-stored");
            robot.findNone("#secret-sheet");
            robot.findNone("#create-sheet");
            assertFalse(Robot.onFx(() -> isShown(robot.stage().getScene().getRoot(), secret)));
        }
    }

    @Test
    void shouldRotateWithAnOverlapAndThenRevoke() {
        CreateKeyReply made = make("to rotate");
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            open(window, Address.of(Route.KEYS, made.getKey().getId()));
            robot.waitForText("#key-title", "to rotate"::equals);
            robot.click("#rotate-key");
            robot.click("#confirm-rotate");
            robot.find("#secret-sheet");
            String second = robot.text("#secret");
            assertTrue(gate.ask(second).hasAdmitted());
            assertTrue(gate.ask(made.getSecret()).hasAdmitted());
            robot.click("#secret-stored");
            robot.waitForText("#key-previous", text -> text.contains("works until"));
            robot.click("#revoke-key");
            robot.click("#confirm-revoke");
            assertEquals(0, get(made.getKey().getId()).getRevokedAtMs());
            robot.type("#reason", "lost laptop");
            robot.click("#confirm-revoke");
            robot.findNone("#confirm-revoke");
            assertEquals("lost laptop", get(made.getKey().getId()).getRevokedReason());
            for (String secret : new String[] {made.getSecret(), second}) {
                assertEquals(
                        RefusalReason.REFUSAL_REASON_REVOKED_KEY,
                        gate.ask(secret).getRefused().getReason());
            }
        }
    }

    @Test
    void shouldRevokeManyAndSayWhichOneFailed() {
        String other = gate.makeAccount("Bulk");
        CreateKeyReply[] made = new CreateKeyReply[5];
        for (int i = 0; i < made.length; i++) {
            made[i] =
                    admin.keys()
                            .createKey(
                                    CreateKeyRequest.newBuilder()
                                            .setAccount(other)
                                            .setSettings(
                                                    KeySettings.newBuilder()
                                                            .setName("bulk " + i)
                                                            .setAllServices(true))
                                            .build());
        }
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            open(window, Address.of(Route.KEYS).with("account", other));
            Waiting.until(() -> "five rows", () -> robot.rows("#keys") == 5);
            var _ =
                    admin.keys()
                            .revokeKey(
                                    RevokeKeyRequest.newBuilder()
                                            .setKey(made[3].getKey().getId())
                                            .setReason("leaked")
                                            .build());
            TableView<?> rows = (TableView<?>) robot.find("#keys");
            Robot.onFx(
                    () -> {
                        rows.getSelectionModel().selectAll();
                        return 0;
                    });
            robot.click("#bulk-revoke-keys");
            robot.type("#reason", "customer left");
            robot.click("#confirm-bulk");
            robot.waitForText("#bulk-summary", text -> text.startsWith("Done: 4 of 5. Failed: 1."));
            ListView<?> items = (ListView<?>) robot.find("#bulk-items");
            assertTrue(items.getItems().get(3).toString().contains("leaked"));
            robot.click("#bulk-close");
            robot.findNone("#bulk-progress");
            for (CreateKeyReply key : made) {
                assertTrue(get(key.getKey().getId()).getRevokedAtMs() > 0);
            }
        }
    }

    @Test
    void shouldDoWhatTheKeysOfTheListSayToWhatIsSelectedThere() {
        String other = gate.makeAccount("Beside");
        for (int i = 0; i < 3; i++) {
            var _ =
                    admin.keys()
                            .createKey(
                                    CreateKeyRequest.newBuilder()
                                            .setAccount(other)
                                            .setSettings(
                                                    KeySettings.newBuilder()
                                                            .setName("beside " + i)
                                                            .setAllServices(true))
                                            .build());
        }
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            open(window, Address.of(Route.KEYS).with("account", other));
            Waiting.until(() -> "three rows", () -> robot.rows("#keys") == 3);
            TableView<?> rows = (TableView<?>) robot.find("#keys");
            Robot.onFx(
                    () -> {
                        rows.requestFocus();
                        rows.getSelectionModel().clearAndSelect(0);
                        return 0;
                    });
            robot.press(KeyCode.ENTER);
            robot.waitForText("#key-title", text -> !text.isEmpty());
            String first = robot.text("#key-title");
            robot.press(KeyCode.SHIFT, KeyCode.DOWN);
            robot.waitForText("#key-title", text -> !text.isEmpty() && !text.equals(first));
            robot.press(KeyCode.CONTROL, KeyCode.DELETE);
            robot.waitForText(".sheet-title", text -> text.equals("Revoke 2 keys"));
        }
    }

    @Test
    void shouldFindAKeyByItsLastFourAndSayWhyAViewerMayNotChangeIt() {
        CreateKeyReply made = make("to find");
        String hint = made.getKey().getHint();
        String password = installation.operator("sue", Role.ROLE_SUPPORT);
        try (ConsoleWindow window = ConsoleWindow.open(installation, "sue", password)) {
            Robot robot = window.robot();
            robot.click("#go-keys");
            robot.type("#search-keys", hint.substring(hint.length() - 4));
            Waiting.until(
                    () ->
                            "one key, but "
                                    + robot.text("#keys-count")
                                    + robot.text(".state-title")
                                    + robot.text(".state-text"),
                    () -> robot.text("#keys-count").equals("Keys: 1"));
            TableView<?> table = (TableView<?>) robot.find("#keys");
            assertTrue(table.getItems().getFirst().toString().contains(made.getKey().getId()));
            robot.waitForText("#keys-refusal", text -> text.contains("support"));
            assertTrue(robot.find("#create-key").isDisabled());
            Robot.onFx(
                    () -> {
                        table.getSelectionModel().select(0);
                        return 0;
                    });
            assertTrue(robot.find("#bulk-rotate-keys").isDisabled());
            assertFalse(robot.find("#bulk-revoke-keys").isDisabled());
        }
    }
}
