package io.weighbridge.console.photographs;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.proto.v1.AddUpstreamKeyRequest;
import io.weighbridge.proto.v1.CreateAccountRequest;

import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;

import java.util.List;

/// Pictures of customers' own keys, of an installation that knows providers. The demo knows none.
final class OwnKeysShots {
    private OwnKeysShots() {}

    static Installation start() {
        return Installation.withProviders("mistral", "openai", "openrouter");
    }

    static List<Shot> shots(Installation installation) {
        Address keys = Address.of(Route.ACCOUNTS, account(installation)).with("tab", "own-keys");
        return List.of(
                new Shot("accounts-own-keys", keys, OwnKeysShots::choose),
                new Shot("accounts-own-key-give", keys, OwnKeysShots::give),
                new Shot("accounts-own-key-remove", keys, OwnKeysShots::remove));
    }

    private static String account(Installation installation) {
        try (BackendClient admin = installation.admin()) {
            String account =
                    admin.accounts()
                            .createAccount(
                                    CreateAccountRequest.newBuilder()
                                            .setName("Alder Research")
                                            .build())
                            .getId();
            for (String provider : List.of("mistral", "openrouter")) {
                var _ =
                        admin.upstreamKeys()
                                .addUpstreamKey(
                                        AddUpstreamKeyRequest.newBuilder()
                                                .setAccount(account)
                                                .setProvider(provider)
                                                .setKey("sk-made-up-for-a-picture-" + provider)
                                                .build());
            }
            return account;
        }
    }

    private static void choose(Robot robot) {
        robot.waitForRows("#account-own-keys", 2);
        TableView<?> table = (TableView<?>) robot.find("#account-own-keys");
        Robot.onFx(
                () -> {
                    table.requestFocus();
                    table.getSelectionModel().clearAndSelect(0);
                    return 0;
                });
    }

    private static void give(Robot robot) {
        choose(robot);
        robot.press(KeyCode.CONTROL, KeyCode.N);
        robot.type("#own-key", "sk-made-up-as-well");
    }

    private static void remove(Robot robot) {
        choose(robot);
        robot.press(KeyCode.CONTROL, KeyCode.DELETE);
        robot.type("#reason", "The customer closed their account there");
    }
}
