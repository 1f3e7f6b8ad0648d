package io.weighbridge.console;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Waiting;
import io.weighbridge.proto.v1.Account;
import io.weighbridge.proto.v1.CreateAccountRequest;
import io.weighbridge.proto.v1.UpdateAccountRequest;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.Test;

import java.util.Objects;

/// A change, and what the log says of it.
final class AuditJourneyTest {
    private static void collect(Node node, StringBuilder text) {
        if (node instanceof Labeled labeled && labeled.getText() != null) {
            text.append(labeled.getText()).append('\n');
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, text));
        }
    }

    @Test
    void shouldShowAChangeWithBeforeAndAfterAndVerifyTheLog() {
        try (Installation installation = Installation.start();
                BackendClient admin = installation.admin()) {
            Account account =
                    admin.accounts()
                            .createAccount(
                                    CreateAccountRequest.newBuilder().setName("Acme").build());
            var _ =
                    BackendClient.because(admin.accounts(), "they moved")
                            .updateAccount(
                                    UpdateAccountRequest.newBuilder()
                                            .setAccount(account.getId())
                                            .setVersion(account.getVersion())
                                            .setName("Acme Ltd")
                                            .build());
            try (ConsoleWindow window = ConsoleWindow.open(installation)) {
                Robot robot = window.robot();
                Robot.onFx(
                        () -> {
                            window.console()
                                    .open(Address.of(Route.AUDIT).with("target", account.getId()));
                            return 0;
                        });
                Waiting.until(() -> "two entries", () -> robot.rows("#audit-entries") == 2);
                robot.type("#audit-action", "account.update");
                robot.press(KeyCode.ENTER);
                Waiting.until(() -> "one entry", () -> robot.rows("#audit-entries") == 1);
                Node table = robot.find("#audit-entries");
                robot.click(
                        Robot.onFx(() -> Objects.requireNonNull(table.lookup(".table-row-cell"))));
                robot.press(KeyCode.ENTER);
                Node changes = robot.find("#audit-changes");
                String text =
                        Robot.onFx(
                                () -> {
                                    StringBuilder all = new StringBuilder();
                                    collect(changes, all);
                                    return all.toString();
                                });
                assertTrue(text.contains("name\n\u2212 Acme\n+ Acme Ltd\n"), text);
                robot.press(KeyCode.ESCAPE);
                robot.click("#audit-proof");
                robot.click("#audit-make");
                Waiting.until(
                        () -> "a checkpoint", () -> !robot.text("#audit-checkpoint").isEmpty());
                robot.click("#audit-verify");
                robot.waitForText("#audit-result", said -> said.startsWith("Intact: "));
                TextInputControl checkpoint = (TextInputControl) robot.find("#audit-checkpoint");
                Robot.onFx(
                        () -> {
                            checkpoint.setText("forged");
                            return 0;
                        });
                robot.click("#audit-verify");
                robot.waitForText("#audit-result", said -> !said.startsWith("Intact: "));
            }
        }
    }
}
