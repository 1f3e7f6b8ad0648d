package io.weighbridge.console.feature.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.testkit.GateProbe;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.LosingRelay;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.CreateKeyRequest;
import io.weighbridge.proto.v1.CreatePlanRequest;
import io.weighbridge.proto.v1.KeySettings;
import io.weighbridge.proto.v1.UpdateKeyRequest;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/// Many keys at once against a real service, step by step.
final class BulkModelTest {
    @AutoClose private static final Installation installation = Installation.start();

    private static final BackendClient admin = installation.owning(installation.admin());

    @SuppressWarnings("NullAway.Init")
    private static String account;

    @SuppressWarnings("NullAway.Init")
    private static String plan;

    // Work that waits until the test lets it run.
    private final Deque<Runnable> work = new ArrayDeque<>();

    @BeforeAll
    static void start() {
        try (GateProbe gate = new GateProbe(installation)) {
            account = gate.makeAccount("Acme");
        }
        plan =
                admin.plans()
                        .createPlan(CreatePlanRequest.newBuilder().setName("pro").build())
                        .getId();
    }

    private static List<ApiKey> keys(int count) {
        List<ApiKey> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(
                    admin.keys()
                            .createKey(CreateKeyRequest.newBuilder().setAccount(account).build())
                            .getKey());
        }
        return keys;
    }

    private BulkModel model(BulkAction action, List<ApiKey> keys) {
        return model(admin, action, keys);
    }

    private BulkModel model(BackendClient client, BulkAction action, List<ApiKey> keys) {
        return new BulkModel(client, new Background(work::add, Runnable::run), action, keys);
    }

    private void runAll() {
        while (!work.isEmpty()) {
            work.remove().run();
        }
    }

    @Test
    void shouldRunAFewAtATimeAndStopWhenCancelled() {
        BulkModel model = model(new BulkAction.ChangePlan(plan, "test"), keys(10));
        model.start();
        assertEquals(BulkModel.AT_ONCE, work.size());
        work.remove().run();
        assertEquals(BulkModel.AT_ONCE, work.size());
        model.cancel();
        assertTrue(model.isRunning());
        runAll();
        assertFalse(model.isRunning());
        assertEquals(BulkModel.AT_ONCE + 1, model.count(BulkItem.State.DONE));
        assertEquals(5, model.count(BulkItem.State.WAITING));
        model.start();
        runAll();
        assertEquals(10, model.count(BulkItem.State.DONE));
    }

    @Test
    void shouldTryTheFailedAgainOnWhatTheyAreByThen() {
        List<ApiKey> keys = keys(2);
        var _ =
                admin.keys()
                        .updateKey(
                                UpdateKeyRequest.newBuilder()
                                        .setKey(keys.get(1).getId())
                                        .setVersion(1)
                                        .setSettings(KeySettings.newBuilder().setName("theirs"))
                                        .build());
        BulkModel model = model(new BulkAction.ChangePlan(plan, "test"), keys);
        model.start();
        runAll();
        assertEquals(BulkItem.State.DONE, model.items().get(0).state());
        assertEquals(Texts.of("keys.bulk.changed-before"), model.items().get(1).text());
        model.retry();
        runAll();
        ApiKey now = model.items().get(1).key();
        assertEquals(BulkItem.State.DONE, model.items().get(1).state());
        assertEquals("theirs", now.getSettings().getName());
        assertEquals(plan, now.getSettings().getPlan());
        assertEquals(2, model.items().getFirst().key().getVersion());
    }

    @Test
    void shouldNotRotateTwiceAKeyWhoseFirstAnswerWasLost() {
        List<ApiKey> keys = keys(1);
        try (LosingRelay relay = new LosingRelay(installation.port());
                BackendClient lossy =
                        installation.client(
                                Installation.ADMIN, installation.password(), relay.port())) {
            BulkModel model = model(lossy, new BulkAction.Rotate(60_000, "test"), keys);
            relay.loseNext();
            model.start();
            runAll();
            assertTrue(model.items().getFirst().isUnsure());
            model.retry();
            runAll();
            BulkItem item = model.items().getFirst();
            assertEquals(BulkItem.State.FAILED, item.state());
            assertEquals(Texts.of("keys.bulk.perhaps"), item.text());
            assertEquals(2, BulkAction.get(admin, keys.getFirst()).getVersion(), "rotated once");
        }
    }

    @Test
    void shouldHandOutEachNewSecretAndForgetIt() {
        BulkModel model = model(new BulkAction.Rotate(0, "test"), keys(3));
        model.start();
        runAll();
        List<String> secrets = model.items().stream().map(BulkItem::secret).toList();
        assertEquals(3, secrets.stream().distinct().filter(each -> each.length() > 33).count());
        String shown = Objects.toString(model.items());
        assertFalse(secrets.stream().anyMatch(shown::contains));
        model.forgetSecrets();
        assertTrue(model.items().stream().allMatch(item -> item.secret().isEmpty()));
        assertEquals(3, model.count(BulkItem.State.DONE));
    }
}
