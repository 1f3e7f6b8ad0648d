package io.weighbridge.console.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.proto.v1.ListSessionsRequest;

import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// A try to log in against a real service, with its answer held back.
final class LoginAttemptTest {
    private static int sessions(BackendClient admin) {
        return admin.operators()
                .listSessions(ListSessionsRequest.getDefaultInstance())
                .getSessionsCount();
    }

    @Test
    void shouldEndASessionWhoseTryWasCancelled() {
        Deque<Runnable> answers = new ArrayDeque<>();
        List<String> told = new ArrayList<>();
        LoginAttempt attempt = new LoginAttempt(new Background(Runnable::run, answers::add));
        try (Installation installation = Installation.start();
                BackendClient admin = installation.admin()) {
            attempt.run(
                    () ->
                            BackendClient.connect(
                                    installation.profile(Installation.ADMIN),
                                    InstantSource.system()),
                    client -> client.login(Installation.ADMIN, installation.password(), ""),
                    (_, _) -> told.add("in"),
                    failure -> told.add(failure.text()));
            assertEquals(2, sessions(admin));
            attempt.cancel();
            while (!answers.isEmpty()) {
                answers.removeFirst().run();
            }
            assertEquals(1, sessions(admin));
            assertEquals(List.of(), told);
        }
    }
}
