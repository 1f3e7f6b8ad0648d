package io.weighbridge.console.feature.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.HeapSearch;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.proto.v1.AddUpstreamKeyRequest;
import io.weighbridge.proto.v1.AuditEntry;
import io.weighbridge.proto.v1.CreateAccountRequest;
import io.weighbridge.proto.v1.ListEntriesRequest;
import io.weighbridge.proto.v1.ListUpstreamKeysRequest;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.UpstreamKey;

import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

/// A customer's own key for a provider is given, replaced and removed by keys alone, and is never
/// seen again.
final class OwnKeysJourneyTest {
    @AutoClose
    private static final Installation installation =
            Installation.withProviders("mistral", "openrouter");

    private static final BackendClient admin = installation.owning(installation.admin());

    private static String account(String name) {
        return admin.accounts()
                .createAccount(CreateAccountRequest.newBuilder().setName(name).build())
                .getId();
    }

    private static List<UpstreamKey> keys(String account) {
        return admin.upstreamKeys()
                .listUpstreamKeys(ListUpstreamKeysRequest.newBuilder().setAccount(account).build())
                .getKeysList();
    }

    private static void open(ConsoleWindow window, String account) {
        Robot.onFx(
                () -> {
                    window.console()
                            .open(Address.of(Route.ACCOUNTS, account).with("tab", "own-keys"));
                    return 0;
                });
        var _ = window.robot().find("#own-give");
    }

    private static void selectFirst(Robot robot) {
        robot.waitForRows("#account-own-keys", 1);
        TableView<?> table = (TableView<?>) robot.find("#account-own-keys");
        Robot.onFx(
                () -> {
                    table.requestFocus();
                    table.getSelectionModel().clearAndSelect(0);
                    return 0;
                });
    }

    @Test
    void shouldGiveReplaceAndRemoveOne() throws IOException {
        String acme = account("Acme");
        byte[] masked = HeapSearch.mask("sk-canary-" + System.nanoTime());
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            open(window, acme);
            robot.waitForText(".state-title", "No own keys"::equals);
            robot.press(KeyCode.CONTROL, KeyCode.N);
            robot.waitForText(".sheet-title", text -> text.contains("Acme"));
            robot.type("#own-key", "short");
            robot.press(KeyCode.ENTER);
            robot.waitForText(".sheet .problem", text -> text.startsWith("key: "));
            // As much of it as the test may hold: the masked one is turned around only here.
            robot.type("#own-key", unmask(masked));
            assertTrue(HeapSearch.finds(masked));
            robot.press(KeyCode.ENTER);
            robot.findNone("#own-key");
            robot.waitForRows("#account-own-keys", 1);
            assertEquals("mistral", keys(acme).getFirst().getProvider());
            selectFirst(robot);
            robot.press(KeyCode.CONTROL, KeyCode.R);
            robot.type("#own-key", "sk-another-key-last");
            robot.press(KeyCode.ENTER);
            robot.waitForText(".sheet .problem", text -> text.contains("why"));
            robot.type("#reason", "found in a log");
            robot.press(KeyCode.ENTER);
            robot.findNone("#own-key");
            assertEquals("…last", keys(acme).getFirst().getHint());
            selectFirst(robot);
            robot.press(KeyCode.CONTROL, KeyCode.DELETE);
            robot.type("#reason", "the customer left");
            robot.press(KeyCode.ENTER);
            robot.waitForText(".state-title", "No own keys"::equals);
            assertEquals(List.of(), keys(acme));
            // What is drawn last, and the mouse, still hold on to nodes that are gone.
            robot.click("#go-plans");
            robot.find("#save-plans");
            assertFalse(HeapSearch.finds(masked), "the key is still in memory");
        }
        assertEquals(List.of("the customer left", "found in a log", ""), reasons(acme));
    }

    private static String unmask(byte[] masked) {
        StringBuilder text = new StringBuilder();
        for (byte each : masked) {
            text.append((char) (~each & 0xff));
        }
        return text.toString();
    }

    private static List<String> reasons(String account) {
        return admin
                .audit()
                .listEntries(ListEntriesRequest.newBuilder().setTarget(account).build())
                .getEntriesList()
                .stream()
                .filter(entry -> entry.getAction().startsWith("upstream-key."))
                .map(AuditEntry::getReason)
                .toList();
    }

    @Test
    void shouldLetSupportRemoveAndSayWhyItMayNotGive() {
        String brill = account("Brill");
        var _ =
                admin.upstreamKeys()
                        .addUpstreamKey(
                                AddUpstreamKeyRequest.newBuilder()
                                        .setAccount(brill)
                                        .setProvider("openrouter")
                                        .setKey("sk-of-a-customer-0001")
                                        .build());
        String password = installation.operator("sue", Role.ROLE_SUPPORT);
        try (ConsoleWindow window = ConsoleWindow.open(installation, "sue", password)) {
            Robot robot = window.robot();
            open(window, brill);
            selectFirst(robot);
            for (String button : new String[] {"#own-give", "#own-replace"}) {
                var node = robot.find(button);
                assertTrue(Robot.onFx(node::isDisabled), button);
                assertTrue(Robot.onFx(node::getAccessibleHelp).contains("support"), button);
            }
            robot.click("#own-remove");
            robot.type("#reason", "asked for by phone");
            robot.click("#own-confirm");
            robot.waitForText(".state-title", "No own keys"::equals);
            assertEquals(List.of(), keys(brill));
        }
    }
}
