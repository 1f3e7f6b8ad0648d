package io.weighbridge.console.feature.keys;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.GateProbe;
import io.weighbridge.console.testkit.HeapSearch;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;

import org.junit.jupiter.api.Test;

import java.io.IOException;

/// A secret, of a key or of a code, is shown once, and then nothing in the process holds it: no
/// model, no node, no setting, no message that was logged or received.
final class SecretForgottenTest {
    @Test
    void shouldHoldASecretOnlyWhileItIsShown() throws IOException {
        try (Installation installation = Installation.start();
                GateProbe gate = new GateProbe(installation)) {
            gate.makeService();
            var _ = gate.makeAccount("Acme");
            try (ConsoleWindow window = ConsoleWindow.open(installation)) {
                Robot robot = window.robot();
                byte[] masked = make(robot);
                assertTrue(HeapSearch.finds(masked));
                robot.click("#secret-stored");
                robot.findNone("#secret-sheet");
                // What is drawn last, and the mouse, still hold on to nodes that are gone.
                robot.click("#go-plans");
                robot.find("#save-plans");
                assertFalse(HeapSearch.finds(masked));
                byte[] code = makeCode(window);
                assertTrue(HeapSearch.finds(code));
                robot.click("#told-stored");
                robot.click("#told-stored");
                robot.findNone("#told-sheet");
                robot.click("#go-plans");
                robot.find("#save-plans");
                assertFalse(HeapSearch.finds(code));
            }
        }
    }

    private static byte[] makeCode(ConsoleWindow window) {
        Robot robot = window.robot();
        Robot.onFx(
                () -> {
                    window.console().open(Address.of(Route.PAYMENTS).with("tab", "codes"));
                    return 0;
                });
        robot.click("#codes-make");
        robot.type("#make-campaign", "c");
        robot.type("#make-count", "1");
        robot.type("#make-amount", "1");
        robot.type("#reason", "r");
        robot.click("#make-confirm");
        robot.find("#told-sheet");
        return HeapSearch.mask(robot.text("#told-codes"));
    }

    private static byte[] make(Robot robot) {
        robot.click("#go-keys");
        robot.click("#create-key");
        robot.type("#key-account", "Acme");
        robot.find("#key-accounts-found");
        robot.click("#confirm-create");
        robot.find("#secret-sheet");
        return HeapSearch.mask(robot.text("#secret"));
    }
}
