package io.weighbridge.console.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.proto.v1.Role;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.Queue;

/// Counting what waits, again and again.
final class ShellModelTest {
    @Test
    void shouldNotCountAgainWhileItIsCounting() {
        Queue<Runnable> works = new ArrayDeque<>();
        try (Installation installation = Installation.start();
                BackendClient client = installation.admin()) {
            ShellModel model =
                    new ShellModel(
                            client, new Background(works::add, Runnable::run), Role.ROLE_ADMIN);
            model.poll();
            model.poll();
            assertEquals(1, works.size());
            works.remove().run();
            model.poll();
            assertEquals(1, works.size());
        }
    }
}
