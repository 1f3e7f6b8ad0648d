package io.weighbridge.console.feature.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Waiting;
import io.weighbridge.proto.v1.AuditEntry;
import io.weighbridge.proto.v1.CreateAccountRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/// Lists and proofs while the service is away or slow.
final class AuditModelsTest {
    private static final AuditFilter ACCOUNTS = new AuditFilter("", "", "account.", 0, 0);
    private static final AuditFilter ALL = new AuditFilter("", "", "", 0, 0);
    private static final int MORE_THAN_A_PAGE = 210;

    private final Queue<Runnable> works = new ArrayDeque<>();
    private final Background background = new Background(works::add, Runnable::run);

    @SuppressWarnings("NullAway.Init")
    private Installation installation;

    @SuppressWarnings("NullAway.Init")
    private BackendClient client;

    @BeforeEach
    void start() {
        installation = Installation.start();
        client = installation.admin();
    }

    @AfterEach
    void stop() {
        client.close();
        installation.close();
    }

    private void work() {
        while (!works.isEmpty()) {
            works.remove().run();
        }
    }

    private static List<AuditEntry> entries(AuditModel model) {
        return model.paging().stateProperty().get()
                        instanceof Loadable.Ready<List<AuditEntry>>(List<AuditEntry> entries)
                ? entries
                : List.of();
    }

    @Test
    void shouldNeverMixEntriesOfTwoFilters() {
        for (int i = 0; i < MORE_THAN_A_PAGE; i++) {
            var _ =
                    client.accounts()
                            .createAccount(
                                    CreateAccountRequest.newBuilder().setName("A" + i).build());
        }
        AuditModel model = new AuditModel(client, background);
        model.read(ACCOUNTS);
        work();
        int page = entries(model).size();
        assertTrue(page < MORE_THAN_A_PAGE && model.paging().hasMore());
        installation.stop();
        model.read(ACCOUNTS);
        work();
        assertEquals(page, entries(model).size(), "what is there stays");
        model.read(ALL);
        work();
        assertInstanceOf(Loadable.Failed.class, model.paging().stateProperty().get());
        installation.startAgain();
        model.paging().more();
        work();
        assertEquals(List.of(), entries(model));
        Waiting.until(
                () -> "entries of the first filter",
                () -> {
                    model.read(ACCOUNTS);
                    work();
                    return entries(model).size() == page;
                });
        model.paging().more();
        work();
        assertEquals(MORE_THAN_A_PAGE, entries(model).size());
        assertFalse(model.paging().hasMore());
    }

    @Test
    void shouldWaitForAProofAsLongAsItIsTold() {
        ProofModel hasty = new ProofModel(client, background, 0);
        hasty.verify("");
        work();
        var failed = assertInstanceOf(ProofModel.State.Failed.class, hasty.stateProperty().get());
        assertEquals("DEADLINE_EXCEEDED", failed.failure().code());
        ProofModel patient = new ProofModel(client, background, 60_000);
        patient.verify("");
        work();
        assertInstanceOf(ProofModel.State.Intact.class, patient.stateProperty().get());
    }

    @Test
    void shouldEndAProofThatNobodyWaitsFor() {
        ProofModel model = new ProofModel(client, background, 60_000);
        model.verify("");
        model.cancel();
        assertInstanceOf(ProofModel.State.Idle.class, model.stateProperty().get());
        work();
        assertInstanceOf(ProofModel.State.Idle.class, model.stateProperty().get());
        model.verify("");
        work();
        assertInstanceOf(ProofModel.State.Intact.class, model.stateProperty().get());
    }
}
