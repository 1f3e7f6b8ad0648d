package io.weighbridge.console.feature.keys;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.GateProbe;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.LosingRelay;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.proto.v1.CreateKeyRequest;

import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.Test;

/// A change of many keys is stopped, and taken up again, without the mouse and without looking for
/// a button.
final class BulkByKeysJourneyTest {
    private static final int MANY = 6;

    @Test
    void shouldStopAndGoOnByKeys() {
        try (Installation installation = Installation.start();
                GateProbe gate = new GateProbe(installation);
                BackendClient admin = installation.admin();
                LosingRelay relay = new LosingRelay(installation.port());
                ConsoleWindow window = ConsoleWindow.open()) {
            String account = gate.makeAccount("Acme");
            for (int i = 0; i < MANY; i++) {
                var _ =
                        admin.keys()
                                .createKey(
                                        CreateKeyRequest.newBuilder().setAccount(account).build());
            }
            Robot robot = window.robot();
            window.login(
                    Installation.profile(Installation.ADMIN, relay.port()),
                    installation.password());
            Robot.onFx(
                    () -> {
                        window.console().open(Address.of(Route.KEYS));
                        return 0;
                    });
            robot.waitForRows("#keys", MANY);
            TableView<?> rows = (TableView<?>) robot.find("#keys");
            Robot.onFx(
                    () -> {
                        rows.requestFocus();
                        rows.getSelectionModel().selectAll();
                        return 0;
                    });
            robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Y);
            robot.type("#bulk-expiry", "30d");
            robot.type("#reason", "contracts end");
            relay.hold();
            robot.press(KeyCode.ENTER);
            robot.waitForText("#bulk-summary", text -> text.contains("Waiting: 2."));
            robot.press(KeyCode.CONTROL, KeyCode.PERIOD);
            relay.letGo();
            robot.waitForText("#bulk-summary", "Done: 4 of 6. Failed: 0. Waiting: 2."::equals);
            robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.PERIOD);
            robot.waitForText("#bulk-summary", "Done: 6 of 6. Failed: 0. Waiting: 0."::equals);
        }
    }
}
