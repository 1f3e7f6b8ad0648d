package io.weighbridge.console.feature.adjust;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.testkit.Installation;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.Queue;

/// Whether the queue is being read, so that it is not asked for again meanwhile.
final class ApprovalsPollTest {
    @Test
    void shouldReadUntilBothAnswersCame() {
        Queue<Runnable> works = new ArrayDeque<>();
        try (Installation installation = Installation.start();
                BackendClient client = installation.admin()) {
            ApprovalsModel model =
                    new ApprovalsModel(client, new Background(works::add, Runnable::run));
            assertFalse(model.isReading());
            model.read();
            while (!works.isEmpty()) {
                assertTrue(model.isReading());
                works.remove().run();
            }
            assertFalse(model.isReading());
            model.read();
            model.cancel();
            assertFalse(model.isReading());
        }
    }
}
