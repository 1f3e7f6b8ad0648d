package io.weighbridge.console.feature.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.testkit.Benches;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.proto.v1.CreateAccountRequest;
import io.weighbridge.proto.v1.Role;

import javafx.scene.control.TextField;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/// Reading that takes longer than somebody looks, or than until the next reading.
final class AccountPollTest {
    @AutoClose
    @SuppressWarnings("NullAway.Init")
    private static Installation installation;

    @SuppressWarnings("NullAway.Init")
    private static BackendClient client;

    @SuppressWarnings("NullAway.Init")
    private static String account;

    private final Queue<Runnable> works = new ArrayDeque<>();
    private final Background background = new Background(works::add, Runnable::run);

    @BeforeAll
    static void start() {
        Robot.startToolkit();
        installation = Installation.start();
        client = installation.owning(installation.admin());
        account =
                client.accounts()
                        .createAccount(CreateAccountRequest.newBuilder().setName("Acme").build())
                        .getId();
    }

    @Test
    void shouldLeaveATurnOutWhileItReads() {
        AccountModel model = new AccountModel(client, background, InstantSource.system(), account);
        model.poll();
        model.poll();
        assertEquals(1, works.size());
        works.remove().run();
        assertInstanceOf(Loadable.Ready.class, model.stateProperty().get());
        // What was changed is read at once.
        model.poll();
        model.read();
        assertEquals(2, works.size());
    }

    @Test
    void shouldForgetTheSearchOfAScreenThatWasLeft(@TempDir Path directory) {
        List<String> opened = new ArrayList<>();
        Robot.onFx(
                () -> {
                    Workbench bench = Benches.of(client, Role.ROLE_ADMIN, background, directory);
                    AccountsView view =
                            new AccountsView(
                                    Address.of(Route.ACCOUNTS),
                                    bench,
                                    (found, _) -> opened.add(found.getId()));
                    view.shown();
                    works.remove().run();
                    ((TextField) view.node().lookup("#accounts-search")).setText("Ac");
                    assertTrue(bench.actions().run(ConsoleAction.ADJUST_CREDIT));
                    view.hidden();
                    while (!works.isEmpty()) {
                        works.remove().run();
                    }
                    return 0;
                });
        assertEquals(List.of(), opened);
    }
}
