package io.weighbridge.console.feature.adjust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Operations;
import io.weighbridge.console.feature.adjust.AdjustModel.Outcome;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.LosingRelay;
import io.weighbridge.proto.v1.Account;
import io.weighbridge.proto.v1.AdjustmentLimit;
import io.weighbridge.proto.v1.AdjustmentReason;
import io.weighbridge.proto.v1.CreateAccountRequest;
import io.weighbridge.proto.v1.GetBalanceRequest;
import io.weighbridge.proto.v1.GetStatementRequest;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.SetAdjustmentLimitRequest;
import io.weighbridge.proto.v1.StatementEntry;
import io.weighbridge.proto.v1.WhoAmIRequest;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Adjusting against a real service; everything runs at once, on the test's thread.
final class AdjustModelTest {
    private static final long DOLLAR = 1_000_000_000L;

    @AutoClose private static final Installation installation = Installation.start();

    @SuppressWarnings("NullAway.Init")
    private static BackendClient support;

    @SuppressWarnings("NullAway.Init")
    private static Operator sam;

    @SuppressWarnings("NullAway.Init")
    private static String password;

    private final Background direct = new Background(Runnable::run, Runnable::run);
    private final Operations operations = new Operations();
    private final List<Outcome> outcomes = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private Account account;

    @BeforeAll
    static void start() {
        password = installation.operator("sam", Role.ROLE_SUPPORT);
        support = installation.owning(installation.client("sam", password));
        sam = support.operators().whoAmI(WhoAmIRequest.getDefaultInstance());
        try (BackendClient admin = installation.admin()) {
            var _ =
                    admin.approvals()
                            .setAdjustmentLimit(
                                    SetAdjustmentLimitRequest.newBuilder()
                                            .setLimit(
                                                    AdjustmentLimit.newBuilder()
                                                            .setRole(Role.ROLE_SUPPORT)
                                                            .setSingleNanos(50 * DOLLAR)
                                                            .setDayNanos(10_000 * DOLLAR))
                                            .build());
        }
    }

    @BeforeEach
    void open() {
        account =
                support.accounts()
                        .createAccount(CreateAccountRequest.newBuilder().setName("Acme").build());
    }

    private AdjustModel filled(String amount) {
        return filled(support, amount);
    }

    private AdjustModel filled(BackendClient client, String amount) {
        AdjustModel model = new AdjustModel(client, operations, direct, sam, account);
        model.read();
        model.amountProperty().set(amount);
        model.reasonProperty().set(AdjustmentReason.ADJUSTMENT_REASON_GOODWILL);
        model.noteProperty().set("sorry");
        return model;
    }

    private long balance() {
        return support.accounts()
                .getBalance(GetBalanceRequest.newBuilder().setAccount(account.getId()).build())
                .getBalanceNanos();
    }

    private List<StatementEntry> statement() {
        return support.accounts()
                .getStatement(GetStatementRequest.newBuilder().setAccount(account.getId()).build())
                .getEntriesList();
    }

    @Test
    void shouldMoveExactlyWhatWasTyped() {
        filled("3.000000001").submit(outcomes::add);
        assertInstanceOf(Outcome.Moved.class, outcomes.getFirst());
        assertEquals(3 * DOLLAR + 1, balance());
    }

    @Test
    void shouldMoveOnceWhenItIsSentAgainAfterALostAnswer() {
        AdjustModel model = filled("5");
        model.submit(_ -> {});
        model.submit(outcomes::add);
        assertTrue(((Outcome.Moved) outcomes.getFirst()).reply().getRepeated());
        assertEquals(5 * DOLLAR, balance());
        assertEquals(1, statement().size());
        filled("5").submit(outcomes::add);
        assertEquals(10 * DOLLAR, balance(), "another form is another adjustment");
    }

    @Test
    void shouldMoveOnceWhenTheFormWasLeftAfterALostAnswerAndFilledInAnew() {
        try (LosingRelay relay = new LosingRelay(installation.port());
                BackendClient lossy = installation.client("sam", password, relay.port())) {
            AdjustModel model = filled(lossy, "5");
            relay.loseNext();
            model.submit(outcomes::add);
            assertEquals(List.of(), outcomes);
            assertEquals(5 * DOLLAR, balance(), "done, but nobody was told");
            filled(lossy, "5").submit(outcomes::add);
            assertTrue(((Outcome.Moved) outcomes.getFirst()).reply().getRepeated());
            assertEquals(5 * DOLLAR, balance());
            filled(lossy, "5").submit(outcomes::add);
            assertEquals(10 * DOLLAR, balance(), "answered: the next is another adjustment");
        }
    }

    @Test
    void shouldMoveNothingWhenTheFormWasChangedAfterItHadGotThrough() {
        AdjustModel model = filled("5");
        model.submit(_ -> {});
        model.amountProperty().set("6");
        model.submit(outcomes::add);
        assertEquals(List.of(), outcomes);
        assertFalse(model.problemProperty().get().isEmpty());
        assertFalse(model.busyProperty().get());
        assertEquals(5 * DOLLAR, balance());
    }

    @Test
    void shouldAskWhereItForesawThatItMustAndMoveNothing() {
        AdjustModel model = filled("50.01");
        assertTrue(Objects.requireNonNull(model.previewProperty().get()).needsApproval());
        model.submit(outcomes::add);
        assertInstanceOf(Outcome.Asked.class, outcomes.getFirst());
        assertEquals(0, balance());
        model.submit(outcomes::add);
        assertEquals(outcomes.getFirst(), outcomes.get(1), "asked again is asked once");
    }

    @Test
    void shouldUndoByACounterEntryThatNamesTheFirst() {
        filled("5").submit(outcomes::add);
        Outcome.Moved moved = (Outcome.Moved) outcomes.getFirst();
        AdjustModel undo =
                AdjustModel.undo(support, operations, direct, sam, account, moved.request());
        undo.read();
        undo.submit(outcomes::add);
        assertEquals(0, balance());
        StatementEntry counter = statement().getLast();
        assertEquals(-5 * DOLLAR, counter.getAmountNanos());
        assertTrue(counter.getNote().contains(moved.request().getOperationId()), counter::toString);
    }

    @Test
    void shouldSayWhatIsMissingAndSendNothing() {
        AdjustModel model = new AdjustModel(support, operations, direct, sam, account);
        model.submit(outcomes::add);
        model.read();
        for (String amount : List.of("", "x", "0", "5")) {
            model.amountProperty().set(amount);
            model.submit(outcomes::add);
            assertFalse(model.problemProperty().get().isEmpty(), amount);
        }
        model.reasonProperty().set(AdjustmentReason.ADJUSTMENT_REASON_TEST);
        model.submit(outcomes::add);
        assertFalse(model.problemProperty().get().isEmpty(), "no note");
        assertEquals(List.of(), outcomes);
        assertEquals(List.of(), statement());
    }

    @Test
    void shouldTellWhatTheServiceRefuses() {
        AdjustModel model = filled("-1");
        assertTrue(Objects.requireNonNull(model.previewProperty().get()).isTooMuch());
        model.submit(outcomes::add);
        assertEquals(List.of(), outcomes);
        assertFalse(model.problemProperty().get().isEmpty());
        assertFalse(model.busyProperty().get());
    }
}
