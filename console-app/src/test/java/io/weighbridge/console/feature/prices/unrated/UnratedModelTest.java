package io.weighbridge.console.feature.prices.unrated;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Operations;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Traffic;
import io.weighbridge.proto.v1.UsageRecord;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// The queue as a list like any other: page by page, and there while the service is not.
final class UnratedModelTest {
    private static List<UsageRecord> rows(UnratedModel model) {
        Loadable<List<UsageRecord>> now = model.paging().stateProperty().get();
        if (now instanceof Loadable.Ready<List<UsageRecord>>(List<UsageRecord> read)) {
            return read;
        }
        throw new AssertionError(now);
    }

    @Test
    void shouldReadOnPageByPageAndKeepWhatItHasWhileTheServiceIsGone() {
        try (Installation installation = Installation.start();
                Traffic traffic = new Traffic(installation);
                BackendClient client = installation.admin()) {
            traffic.service("chat");
            Traffic.Customer acme = traffic.customer("Acme");
            for (int i = 0; i < UnratedModel.PAGE + 3; i++) {
                var _ = traffic.unratedCall(acme, "chat");
            }
            Background atOnce = new Background(Runnable::run, Runnable::run);
            UnratedModel model = new UnratedModel(client, new Operations(), atOnce, "");
            model.read();
            assertEquals(UnratedModel.PAGE, rows(model).size());
            model.paging().more();
            assertEquals(UnratedModel.PAGE + 3, rows(model).stream().distinct().count());
            assertEquals("Acme", model.account(rows(model).getLast()));
            installation.stop();
            model.read();
            assertEquals(UnratedModel.PAGE + 3, rows(model).size());
            model.cancel();
            installation.startAgain();
        }
    }

    @Test
    void shouldBeginNoMoreWhenItIsStopped() {
        try (Installation installation = Installation.start();
                Traffic traffic = new Traffic(installation);
                BackendClient client = installation.admin()) {
            traffic.service("chat");
            Traffic.Customer acme = traffic.customer("Acme");
            for (int i = 0; i < 3; i++) {
                var _ = traffic.unratedCall(acme, "chat");
            }
            Background atOnce = new Background(Runnable::run, Runnable::run);
            UnratedModel model = new UnratedModel(client, new Operations(), atOnce, "");
            model.read();
            List<Integer> begun = new ArrayList<>();
            model.writeOff(
                    rows(model), "a test", _ -> model.stop(), items -> begun.add(items.size()));
            assertEquals(2, rows(model).size());
            // The next ones are not stopped by what was said before.
            model.writeOff(rows(model), "a test", _ -> {}, items -> begun.add(items.size()));
            assertEquals(List.of(1, 2), begun);
            assertEquals(
                    new Loadable.Empty<List<UsageRecord>>(), model.paging().stateProperty().get());
        }
    }
}
