package io.weighbridge.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.fx.Answers;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Shell;
import io.weighbridge.console.testkit.Benches;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.Role;

import javafx.scene.Parent;
import javafx.scene.layout.Pane;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// A session that rested goes on, whatever its screens do.
final class SessionTest {
    // Shown once, and never again.
    private static final class Failing implements Screen {
        private final Pane node = new Pane();
        private boolean wasShown;

        @Override
        public Parent node() {
            return node;
        }

        @Override
        public String title() {
            return "Failing";
        }

        @Override
        public void shown() {
            if (wasShown) {
                throw new IllegalStateException("shown again");
            }
            wasShown = true;
        }

        @Override
        public void hidden() {}
    }

    @Test
    void shouldHandOverWhatWasAnsweredWhereAScreenCannotBeShownAgain(@TempDir Path directory) {
        Robot.startToolkit();
        List<String> heard = new ArrayList<>();
        Answers answers = new Answers(Runnable::run);
        // Nothing is asked: the service is not there.
        try (BackendClient client =
                BackendClient.connect(
                        Installation.profile(Installation.ADMIN, 1), InstantSource.system())) {
            Robot.onFx(
                    () -> {
                        Background background = new Background(_ -> {}, answers);
                        Shell shell =
                                new Shell(
                                        navigator ->
                                                Benches.of(
                                                        client,
                                                        Role.ROLE_ADMIN,
                                                        background,
                                                        directory,
                                                        navigator),
                                        (_, _, _) -> new Failing(),
                                        (_, _) -> {});
                        Session session =
                                new Session(shell, client, Operator.getDefaultInstance(), answers);
                        shell.begin(Address.of(Route.LIVE));
                        session.pause();
                        answers.execute(() -> heard.add("answer"));
                        assertThrows(IllegalStateException.class, session::resume);
                        session.end();
                        return 0;
                    });
        }
        assertEquals(List.of("answer"), heard);
    }
}
