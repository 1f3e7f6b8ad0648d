package io.weighbridge.backend.payments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.weighbridge.backend.Config;
import io.weighbridge.backend.PayPageTable;
import io.weighbridge.backend.PaymentTable;
import io.weighbridge.backend.ledger.AdjustmentReason;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.payments.provider.PaymentMethod;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.Payment;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AccountsGrpc;
import io.weighbridge.proto.v1.AdjustCreditRequest;
import io.weighbridge.proto.v1.AdjustmentLimit;
import io.weighbridge.proto.v1.Approval;
import io.weighbridge.proto.v1.ApprovalState;
import io.weighbridge.proto.v1.ApprovalsGrpc;
import io.weighbridge.proto.v1.ApproveReply;
import io.weighbridge.proto.v1.ApproveRequest;
import io.weighbridge.proto.v1.DeclineRequest;
import io.weighbridge.proto.v1.GetApprovalRequest;
import io.weighbridge.proto.v1.PaymentsGrpc;
import io.weighbridge.proto.v1.PendingAdjustment;
import io.weighbridge.proto.v1.RefundPaymentReply;
import io.weighbridge.proto.v1.RefundPaymentRequest;
import io.weighbridge.proto.v1.SetAdjustmentLimitRequest;
import io.weighbridge.proto.v1.WithdrawRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/// A refund that is more than its operator may give back alone is made once a second person has
/// approved it, once; what changed meanwhile is told.
final class RefundApprovalTest {
    private static final long AMOUNT = 10_000_000_000L;

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private final TruthProvider card = new TruthProvider("card", PaymentMethod.CARD);
    private TestBackend test;
    private ManagedChannel channel;
    private Account acme;
    private Order order;
    private RefundPaymentRequest all;

    @BeforeEach
    void start() {
        Config config =
                Config.of(directory)
                        .withPort(0)
                        .with(PaymentTable.PUBLIC_URL, "https://pay.example")
                        .with(PayPageTable.PORT, "0");
        test = TestBackend.start(config, time, List.of(card));
        channel = test.connectBare();
        login("ann", "Ann@example.org");
        login("bob", "");
        AdjustmentLimit limit =
                AdjustmentLimit.newBuilder()
                        .setRole(io.weighbridge.proto.v1.Role.ROLE_FINANCE)
                        .setSingleNanos(AMOUNT / 4)
                        .setDayNanos(AMOUNT / 4)
                        .build();
        var _ =
                ApprovalsGrpc.newBlockingStub(test.channel())
                        .setAdjustmentLimit(
                                SetAdjustmentLimitRequest.newBuilder().setLimit(limit).build());
        acme = test.account("Acme", 0);
        order = paid();
        all = request(order, 0);
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        test.close();
    }

    private void login(String name, String person) {
        var _ = test.backend().operators().create(name, "", Role.FINANCE, person);
    }

    private ClientInterceptor attaching(String name) {
        var operator = Objects.requireNonNull(test.backend().operators().byName(name));
        return BearerToken.attaching(test.backend().logins().startFor(operator).accessToken());
    }

    private ApprovalsGrpc.ApprovalsBlockingStub approvals(String name) {
        return ApprovalsGrpc.newBlockingStub(channel).withInterceptors(attaching(name));
    }

    private Order paid() {
        Order made = orders().make(acme.id(), AMOUNT, "");
        String checkout = orders().choose(made.id(), "card").reference();
        card.arrive(checkout, AMOUNT);
        tell(checkout, "pay");
        return made;
    }

    private Orders orders() {
        return test.backend().payments().orders();
    }

    private void tell(String checkout, String type) {
        assertEquals(
                Taken.STORED,
                test.backend()
                        .payments()
                        .deliveries()
                        .take(
                                "card",
                                TruthProvider.webhook(
                                        type + checkout, type, checkout, time.wallMs())));
    }

    private Payment payment(Order of) {
        return orders().standing(of.id()).payments().getFirst();
    }

    private RefundPaymentRequest request(Order of, long nanos) {
        return RefundPaymentRequest.newBuilder()
                .setPayment(IdKind.PAYMENT.format(payment(of).id()))
                .setOperationId(UUID.randomUUID().toString())
                .setAmountNanos(nanos)
                .setReason("she asked")
                .build();
    }

    private RefundPaymentReply ask(String name, RefundPaymentRequest request) {
        return PaymentsGrpc.newBlockingStub(channel)
                .withInterceptors(attaching(name))
                .refundPayment(request);
    }

    private PendingAdjustment pending(Order of) {
        RefundPaymentReply reply = ask("ann", request(of, 0));
        assertTrue(reply.hasPending());
        return reply.getPending();
    }

    private ApproveReply approve(String name, PendingAdjustment pending) {
        return approvals(name)
                .approve(
                        ApproveRequest.newBuilder()
                                .setApproval(pending.getApproval())
                                .setRequestHash(pending.getRequestHash())
                                .build());
    }

    private Approval approval(PendingAdjustment pending) {
        return approvals("bob")
                .getApproval(
                        GetApprovalRequest.newBuilder().setApproval(pending.getApproval()).build());
    }

    private void assertFails(String why, PendingAdjustment pending) {
        Approval failed = approve("bob", pending).getApproval();
        assertEquals(ApprovalState.APPROVAL_STATE_FAILED, failed.getState());
        assertTrue(failed.getOutcome().contains(why), failed::getOutcome);
        assertEquals("APPROVAL_CLOSED", Calls.outcome(() -> approve("bob", pending)));
    }

    private long balance() {
        return test.balance(acme).balanceNanos();
    }

    @Test
    void shouldGiveBackOnceWhatASecondPersonApproved() {
        login("ann-2", "ann@example.org");
        PendingAdjustment pending = ask("ann", all).getPending();
        assertEquals(pending, ask("ann", all).getPending());
        assertEquals(0, card.refunds());
        Approval shown = approval(pending);
        assertFalse(shown.hasRequest());
        assertEquals(all.toBuilder().setAmountNanos(AMOUNT).build(), shown.getRefund());
        assertEquals(IdKind.ORDER.format(order.id()), shown.getOrder());
        assertEquals(IdKind.ACCOUNT.format(acme.id()), shown.getAccount());
        assertEquals("SAME_PERSON", Calls.outcome(() -> approve("ann", pending)));
        assertEquals("SAME_PERSON", Calls.outcome(() -> approve("ann-2", pending)));
        PendingAdjustment other = pending.toBuilder().setRequestHash("ab".repeat(32)).build();
        assertEquals("APPROVAL_MISMATCH", Calls.outcome(() -> approve("bob", other)));
        assertEquals(0, card.refunds());
        for (int times = 0; times < 2; times++) {
            assertEquals(
                    ApprovalState.APPROVAL_STATE_DONE,
                    approve("bob", pending).getApproval().getState());
            assertEquals(1, card.refunds());
            assertEquals(0, balance());
            assertEquals(AMOUNT, ask("ann", all).getPayment().getRefundedNanos());
        }
    }

    @Test
    void shouldGiveBackOnceHoweverManyApproveAtOnce() {
        login("cat", "");
        PendingAdjustment pending = pending(order);
        List<String> outcomes =
                Calls.atOnce(
                        8, i -> Calls.outcome(() -> approve(i % 2 == 0 ? "bob" : "cat", pending)));
        assertEquals(4, outcomes.stream().filter("ok"::equals).count());
        assertEquals(4, outcomes.stream().filter("APPROVAL_CLOSED"::equals).count());
        assertEquals(ApprovalState.APPROVAL_STATE_DONE, approval(pending).getState());
        assertEquals(1, card.refunds());
        assertEquals(AMOUNT, payment(order).refundedNanos());
        assertEquals(0, balance());
    }

    @Test
    void shouldTellWhatChangedSinceItWasAskedAndMoveNothing() {
        String checkout = payment(order).checkout();
        PendingAdjustment tooMuch = pending(order);
        card.refundTotal(checkout, AMOUNT / 2);
        tell(checkout, "standing");
        assertFails("what is left of the payment", tooMuch);
        PendingAdjustment rest = pending(order);
        card.dispute(checkout, "d", 1, Told.Dispute.Stage.OPEN);
        tell(checkout, "all");
        assertFails("what is left of the payment", rest);
        Order other = paid();
        PendingAdjustment used = pending(other);
        long left = balance();
        var _ =
                test.backend()
                        .credit()
                        .adjust(acme.id(), UUID.randomUUID(), -left, 0, AdjustmentReason.TEST, "t");
        assertFails("what is there, 0.00", used);
        assertEquals(0, card.refunds());
        assertEquals(0, balance());
        // Nor is it asked for.
        assertEquals(
                "REFUND_ABOVE_PAYMENT", Calls.outcome(() -> ask("ann", request(order, AMOUNT))));
        assertEquals(
                "INSUFFICIENT_CREDIT", Calls.outcome(() -> ask("ann", request(other, AMOUNT))));
    }

    @Test
    void shouldMoveNothingThatWasDeclinedWithdrawnOrExpired() {
        PendingAdjustment declined = pending(order);
        var _ =
                approvals("bob")
                        .decline(
                                DeclineRequest.newBuilder()
                                        .setApproval(declined.getApproval())
                                        .setReason("no")
                                        .build());
        PendingAdjustment withdrawn = pending(order);
        var _ =
                approvals("ann")
                        .withdraw(
                                WithdrawRequest.newBuilder()
                                        .setApproval(withdrawn.getApproval())
                                        .build());
        PendingAdjustment expired = ask("ann", all).getPending();
        time.pass(Duration.ofDays(3).toMillis());
        for (PendingAdjustment each : List.of(declined, withdrawn, expired)) {
            assertEquals("APPROVAL_CLOSED", Calls.outcome(() -> approve("bob", each)));
        }
        assertEquals("APPROVAL_CLOSED", Calls.outcome(() -> ask("ann", all)));
        assertEquals(0, card.refunds());
        assertEquals(AMOUNT, balance());
    }

    @Test
    void shouldSayWhatTheProviderSaid() {
        PendingAdjustment refused = pending(order);
        card.refuseRefunds(true);
        assertFails("no such refund", refused);
        card.refuseRefunds(false);
        PendingAdjustment late = ask("ann", all).getPending();
        card.loseAnswers(true);
        assertEquals(
                ApprovalState.APPROVAL_STATE_APPROVED,
                approve("bob", late).getApproval().getState());
        assertEquals(late, ask("ann", all).getPending());
        card.loseAnswers(false);
        assertEquals(
                ApprovalState.APPROVAL_STATE_DONE, approve("bob", late).getApproval().getState());
        assertEquals(1, card.refunds());
        assertEquals(0, balance());
    }

    @Test
    void shouldLookAtTheCreditAgainWhenItIsMadeLater() {
        PendingAdjustment later = pending(order);
        card.goAway(true);
        assertEquals(
                ApprovalState.APPROVAL_STATE_APPROVED,
                approve("bob", later).getApproval().getState());
        var _ =
                test.backend()
                        .credit()
                        .adjust(
                                acme.id(),
                                UUID.randomUUID(),
                                -balance(),
                                0,
                                AdjustmentReason.TEST,
                                "t");
        card.goAway(false);
        assertFails("what is there, 0.00", later);
        assertEquals(0, card.refunds());
        assertEquals("INVALID_FIELD", Calls.outcome(() -> ask("ann", request(order, AMOUNT - 1))));
    }

    @Test
    void shouldRefuseAnIdThatIsOfAnotherRequest() {
        var _ = ask("ann", all);
        RefundPaymentRequest other =
                request(paid(), 0).toBuilder().setOperationId(all.getOperationId()).build();
        for (RefundPaymentRequest each :
                List.of(
                        other,
                        all.toBuilder().setAmountNanos(1).build(),
                        all.toBuilder().setReason("r").build(),
                        all.toBuilder().setEvenBelowZero(true).build())) {
            assertEquals("OPERATION_REUSED", Calls.outcome(() -> ask("ann", each)));
        }
        AdjustCreditRequest adjustment =
                AdjustCreditRequest.newBuilder()
                        .setAccount(IdKind.ACCOUNT.format(acme.id()))
                        .setOperationId(all.getOperationId())
                        .setAmountNanos(AMOUNT)
                        .setReasonValue(AdjustmentReason.TEST.number())
                        .setNote("n")
                        .build();
        assertEquals(
                "OPERATION_REUSED",
                Calls.outcome(
                        () ->
                                AccountsGrpc.newBlockingStub(channel)
                                        .withInterceptors(attaching("ann"))
                                        .adjustCredit(adjustment)));
    }
}
