package io.weighbridge.console.feature.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Operations;
import io.weighbridge.console.control.Overlay;
import io.weighbridge.console.control.Toasts;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.settings.Settings;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Navigator;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.theme.Theme;
import io.weighbridge.proto.v1.CreateAccountRequest;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.Role;

import javafx.scene.control.TextField;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/// Reading that takes longer than somebody looks, or than until the next reading.
final class AccountPollTest {
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
        client = installation.admin();
        account =
                client.accounts()
                        .createAccount(CreateAccountRequest.newBuilder().setName("Acme").build())
                        .getId();
    }

    @AfterAll
    static void stop() {
        client.close();
        installation.close();
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
                    Workbench bench = bench(directory);
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

    private Workbench bench(Path directory) {
        return new Workbench(
                client,
                new Operations(),
                Operator.newBuilder().setName("ada").setRole(Role.ROLE_ADMIN).build(),
                background,
                new Formats(InstantSource.system(), ZoneOffset.UTC, "$"),
                Settings.open(directory.resolve("console.json")),
                new Theme(Theme.Choice.LIGHT),
                new Actions(),
                new Overlay(),
                new Toasts(),
                new Nowhere());
    }

    private static final class Nowhere implements Navigator {
        @Override
        public void open(Address address) {
            throw new AssertionError(address);
        }

        @Override
        public void inspect(Address address) {
            throw new AssertionError(address);
        }

        @Override
        public void changed(Address address) {
            // A search is remembered as it is typed; nothing is opened.
        }

        @Override
        public void back() {
            throw new AssertionError();
        }

        @Override
        public Optional<Address> inspected() {
            return Optional.empty();
        }

        @Override
        public void closeDrawer() {
            throw new AssertionError();
        }
    }
}
