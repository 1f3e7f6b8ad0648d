package io.weighbridge.console.testkit;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Operations;
import io.weighbridge.console.control.Overlay;
import io.weighbridge.console.control.Toasts;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.settings.Settings;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Navigator;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.theme.Theme;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.Role;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;

/// What one screen works with, without a frame around it. Made on the FX thread.
public final class Benches {
    private Benches() {}

    /// Of a screen that leads nowhere.
    public static Workbench of(
            BackendClient client, Role role, Background background, Path directory) {
        return of(client, role, background, directory, new Nowhere());
    }

    /// Of screens that lead to each other.
    public static Workbench of(
            BackendClient client,
            Role role,
            Background background,
            Path directory,
            Navigator navigator) {
        Actions actions = new Actions();
        return new Workbench(
                client,
                new Operations(),
                Operator.newBuilder().setName("ada").setRole(role).build(),
                background,
                new Formats(InstantSource.system(), ZoneOffset.UTC, "$"),
                Settings.open(directory.resolve("console.json")),
                new Theme(Theme.Choice.LIGHT),
                actions,
                new Overlay(),
                new Toasts(actions),
                navigator);
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
