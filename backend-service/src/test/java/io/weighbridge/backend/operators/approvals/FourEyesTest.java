package io.weighbridge.backend.operators.approvals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.weighbridge.backend.ledger.AdjustmentReason;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.accounts.Adjustment;
import io.weighbridge.backend.ledger.accounts.AdjustmentAuthority;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AccountsGrpc;
import io.weighbridge.proto.v1.AdjustCreditReply;
import io.weighbridge.proto.v1.AdjustCreditRequest;
import io.weighbridge.proto.v1.ApprovalState;
import io.weighbridge.proto.v1.ApprovalsGrpc.ApprovalsBlockingStub;
import io.weighbridge.proto.v1.ApproveRequest;
import io.weighbridge.proto.v1.AuditLogGrpc;
import io.weighbridge.proto.v1.DeclineRequest;
import io.weighbridge.proto.v1.GetApprovalRequest;
import io.weighbridge.proto.v1.ListApprovalsRequest;
import io.weighbridge.proto.v1.PendingAdjustment;
import io.weighbridge.proto.v1.SetAdjustmentLimitRequest;
import io.weighbridge.proto.v1.VerifyRequest;
import io.weighbridge.proto.v1.WithdrawRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// What support adjusts alone, and what a second person must approve.
final class FourEyesTest {
    private static final long CREDIT = 10_000;

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private TestBackend test;
    private ManagedChannel channel;
    private Account account;
    private final Map<String, String> tokens = new HashMap<>();

    @BeforeEach
    void start() {
        open();
        account = test.account("Acme", CREDIT);
        login("sam", Role.SUPPORT, "Sam@example.org");
        login("sam-finance", Role.FINANCE, " sam@EXAMPLE.org");
        login("fay", Role.FINANCE, "");
        limit(50, 100);
    }

    private void open() {
        test = TestBackend.start(directory, time);
        channel = test.connectBare();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        test.close();
    }

    private void restart() {
        stop();
        open();
        tokens.replaceAll(
                (name, _) ->
                        test.backend()
                                .logins()
                                .startFor(
                                        Objects.requireNonNull(
                                                test.backend().operators().byName(name)))
                                .accessToken());
    }

    private void login(String name, Role role, String person) {
        var made = test.backend().operators().create(name, "", role, person);
        tokens.put(name, test.backend().logins().startFor(made.operator()).accessToken());
    }

    private ApprovalsBlockingStub as(String name) {
        return io.weighbridge.proto.v1.ApprovalsGrpc.newBlockingStub(channel)
                .withInterceptors(BearerToken.attaching(Objects.requireNonNull(tokens.get(name))));
    }

    private void limit(long singleNanos, long dayNanos) {
        var _ =
                io.weighbridge.proto.v1.ApprovalsGrpc.newBlockingStub(test.channel())
                        .setAdjustmentLimit(
                                SetAdjustmentLimitRequest.newBuilder()
                                        .setLimit(
                                                io.weighbridge.proto.v1.AdjustmentLimit.newBuilder()
                                                        .setRole(
                                                                io.weighbridge.proto.v1.Role
                                                                        .ROLE_SUPPORT)
                                                        .setSingleNanos(singleNanos)
                                                        .setDayNanos(dayNanos))
                                        .build());
    }

    private AdjustCreditRequest request(long nanos) {
        return AdjustCreditRequest.newBuilder()
                .setAccount(IdKind.ACCOUNT.format(account.id()))
                .setOperationId(UUID.randomUUID().toString())
                .setAmountNanos(nanos)
                .setReason(io.weighbridge.proto.v1.AdjustmentReason.ADJUSTMENT_REASON_GOODWILL)
                .setNote("sorry")
                .build();
    }

    private AdjustCreditReply adjust(String name, AdjustCreditRequest request) {
        return AccountsGrpc.newBlockingStub(channel)
                .withInterceptors(BearerToken.attaching(Objects.requireNonNull(tokens.get(name))))
                .adjustCredit(request);
    }

    private PendingAdjustment pending(long nanos) {
        AdjustCreditReply reply = adjust("sam", request(nanos));
        assertTrue(reply.hasPending(), reply::toString);
        return reply.getPending();
    }

    private String approve(String name, PendingAdjustment pending) {
        return approve(name, pending, pending.getRequestHash());
    }

    private String approve(String name, PendingAdjustment pending, String hash) {
        return Calls.outcome(
                () ->
                        as(name).approve(
                                        ApproveRequest.newBuilder()
                                                .setApproval(pending.getApproval())
                                                .setRequestHash(hash)
                                                .build()));
    }

    private ApprovalState state(PendingAdjustment pending) {
        return as("fay")
                .getApproval(
                        GetApprovalRequest.newBuilder().setApproval(pending.getApproval()).build())
                .getState();
    }

    private long balance() {
        return test.balance(account).balanceNanos();
    }

    @Test
    void supportAdjustsAloneUpToItsLimitGivingAndTaking() {
        assertFalse(adjust("sam", request(50)).hasPending());
        assertFalse(adjust("sam", request(-50)).hasPending());
        assertEquals(CREDIT, balance());
        assertTrue(adjust("sam", request(1)).hasPending(), "the day is used up");
        time.pass(Approvals.DAY_MS);
        tokens.replaceAll((name, _) -> fresh(name));
        assertFalse(adjust("sam", request(1)).hasPending());
        assertTrue(adjust("sam", request(51)).hasPending());
        assertTrue(adjust("sam", request(-51)).hasPending());
        assertFalse(adjust("fay", request(5_000)).hasPending());
        assertEquals(CREDIT + 5_001, balance());
    }

    private String fresh(String name) {
        return test.backend()
                .logins()
                .startFor(Objects.requireNonNull(test.backend().operators().byName(name)))
                .accessToken();
    }

    @Test
    void untilALimitIsSetSupportAdjustsNothingAlone() {
        limit(0, 0);
        assertTrue(adjust("sam", request(1)).hasPending());
        assertEquals(CREDIT, balance());
    }

    @Test
    void manySmallOnesAtOnceByTwoLoginsOfOnePersonAreNotMoreThanTheDaysLimit() {
        login("sam-2", Role.SUPPORT, "sam@example.org");
        List<Boolean> moved =
                Calls.atOnce(
                        64, i -> !adjust(i % 2 == 0 ? "sam" : "sam-2", request(10)).hasPending());
        assertEquals(10, moved.stream().filter(each -> each).count());
        assertEquals(CREDIT + 100, balance());
    }

    @Test
    void aRepeatIsAnsweredAsBeforeAndCountsOnce() {
        AdjustCreditRequest alone = request(50);
        assertFalse(adjust("sam", alone).getRepeated());
        assertTrue(adjust("sam", alone).getRepeated());
        assertFalse(adjust("sam", request(50)).hasPending());
        AdjustCreditRequest large = request(70);
        PendingAdjustment pending = adjust("sam", large).getPending();
        assertEquals(pending, adjust("sam", large).getPending());
        assertEquals(
                "OPERATION_REUSED",
                Calls.outcome(() -> adjust("sam", large.toBuilder().setNote("other").build())));
        assertEquals("ok", approve("fay", pending));
        assertTrue(adjust("sam", large).getRepeated());
        assertEquals(CREDIT + 170, balance());
    }

    @Test
    void nobodyApprovesTheirOwnNeitherWithAnotherLogin() {
        PendingAdjustment pending = pending(500);
        assertEquals("PERMISSION_DENIED", approve("sam", pending), "support approves nothing");
        assertEquals("SAME_PERSON", approve("sam-finance", pending));
        limitFinance();
        PendingAdjustment own = adjust("fay", request(500)).getPending();
        assertEquals("SAME_PERSON", approve("fay", own));
        assertEquals(CREDIT, balance());
        assertEquals("ok", approve("fay", pending));
        assertEquals("ok", approve("sam-finance", own));
        assertEquals(CREDIT + 1_000, balance());
    }

    private void limitFinance() {
        var _ =
                io.weighbridge.proto.v1.ApprovalsGrpc.newBlockingStub(test.channel())
                        .setAdjustmentLimit(
                                SetAdjustmentLimitRequest.newBuilder()
                                        .setLimit(
                                                io.weighbridge.proto.v1.AdjustmentLimit.newBuilder()
                                                        .setRole(
                                                                io.weighbridge.proto.v1.Role
                                                                        .ROLE_FINANCE)
                                                        .setSingleNanos(1)
                                                        .setDayNanos(1))
                                        .build());
    }

    @Test
    void whatMovedBeforeALimitWasSetCounts() {
        assertFalse(adjust("fay", request(1)).hasPending());
        limitFinance();
        assertTrue(adjust("fay", request(1)).hasPending());
        time.pass(Approvals.DAY_MS);
        tokens.replaceAll((name, _) -> fresh(name));
        assertFalse(adjust("fay", request(1)).hasPending());
    }

    @Test
    void exactlyWhatWasAskedIsApproved() {
        PendingAdjustment pending = pending(500);
        PendingAdjustment other = pending(501);
        assertEquals("APPROVAL_MISMATCH", approve("fay", pending, other.getRequestHash()));
        assertEquals("APPROVAL_MISMATCH", approve("fay", pending, ""));
        assertEquals(CREDIT, balance());
    }

    @Test
    void sixtyFourApproversAtOnceMoveTheMoneyOnce() {
        for (int i = 0; i < 64; i++) {
            login("fin-" + i, Role.FINANCE, "");
        }
        PendingAdjustment pending = pending(500);
        List<String> outcomes = Calls.atOnce(64, i -> approve("fin-" + i, pending));
        assertEquals(1, outcomes.stream().filter("ok"::equals).count());
        assertEquals(63, outcomes.stream().filter("APPROVAL_CLOSED"::equals).count());
        assertEquals(CREDIT + 500, balance());
        PendingAdjustment second = pending(500);
        assertEquals(64, Calls.atOnce(64, _ -> approve("fay", second)).size());
        assertEquals(CREDIT + 1_000, balance());
        assertTrue(
                AuditLogGrpc.newBlockingStub(test.channel())
                        .verify(VerifyRequest.getDefaultInstance())
                        .getIntact());
    }

    @Test
    void whatWasDeclinedWithdrawnOrExpiredMovesNothing() {
        PendingAdjustment declined = pending(500);
        var _ =
                as("fay")
                        .decline(
                                DeclineRequest.newBuilder()
                                        .setApproval(declined.getApproval())
                                        .setReason("no")
                                        .build());
        PendingAdjustment withdrawn = pending(500);
        WithdrawRequest withdraw =
                WithdrawRequest.newBuilder().setApproval(withdrawn.getApproval()).build();
        assertEquals("PERMISSION_DENIED", Calls.outcome(() -> as("fay").withdraw(withdraw)));
        var _ = as("sam").withdraw(withdraw);
        PendingAdjustment expired = pending(500);
        assertEquals(1, pendingCount());
        time.pass(Approvals.LIFE_MS);
        tokens.replaceAll((name, _) -> fresh(name));
        assertEquals(0, pendingCount());
        for (PendingAdjustment each : List.of(declined, withdrawn, expired)) {
            assertEquals("APPROVAL_CLOSED", approve("fay", each));
        }
        assertEquals(ApprovalState.APPROVAL_STATE_DECLINED, state(declined));
        assertEquals(ApprovalState.APPROVAL_STATE_WITHDRAWN, state(withdrawn));
        assertEquals(ApprovalState.APPROVAL_STATE_EXPIRED, state(expired));
        assertEquals(CREDIT, balance());
    }

    private int pendingCount() {
        return as("fay")
                .listApprovals(ListApprovalsRequest.newBuilder().setPendingOnly(true).build())
                .getApprovalsCount();
    }

    @Test
    void whatTheLedgerRefusesHasFailedForGood() {
        PendingAdjustment pending = pending(-CREDIT - 1);
        assertEquals("INSUFFICIENT_CREDIT", approve("fay", pending));
        assertEquals(ApprovalState.APPROVAL_STATE_FAILED, state(pending));
        test.backend()
                .credit()
                .adjust(account.id(), UUID.randomUUID(), 1, 0, AdjustmentReason.TEST, "test");
        assertEquals("APPROVAL_CLOSED", approve("fay", pending));
        assertEquals(CREDIT + 1, balance());
    }

    @Test
    void itSurvivesARestartAndMovesWhatWasApprovedJustBeforeACrash() throws SQLException {
        PendingAdjustment pending = pending(500);
        PendingAdjustment decided = pending(700);
        restart();
        assertEquals("ok", approve("fay", pending));
        assertEquals(CREDIT + 500, balance());
        stop();
        // As a kill between the decision and the money leaves it.
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + directory.resolve(Database.FILE_NAME));
                Statement statement = connection.createStatement()) {
            assertEquals(
                    1,
                    statement.executeUpdate(
                            "UPDATE adjustment_approval SET state = 2, decider_id = 1,"
                                    + " decider_person = 'operator 1', decided_at_ms = "
                                    + time.wallMs()
                                    + " WHERE state = 1"));
        }
        for (int start = 0; start < 2; start++) {
            open();
            assertEquals(CREDIT + 1_200, balance());
            tokens.replaceAll((name, _) -> fresh(name));
            assertEquals(ApprovalState.APPROVAL_STATE_DONE, state(decided));
            if (start == 0) {
                stop();
            }
        }
    }

    @Test
    void theLedgerItselfRefusesOnePersonAnotherRequestAndALateDecision() {
        Adjustment asked =
                new Adjustment(
                        account.id(), UUID.randomUUID(), 500, 0, AdjustmentReason.TEST, "test");
        long now = time.wallMs();
        Map<AdjustmentAuthority, ErrorCode> refused =
                Map.of(
                        new AdjustmentAuthority.Approved(asked.hash(), "a", "a", now, now + 1),
                        ErrorCode.SAME_PERSON,
                        new AdjustmentAuthority.Approved("other", "a", "b", now, now + 1),
                        ErrorCode.APPROVAL_MISMATCH,
                        new AdjustmentAuthority.Approved(asked.hash(), "a", "b", now, now),
                        ErrorCode.APPROVAL_CLOSED,
                        new AdjustmentAuthority.Alone(499),
                        ErrorCode.PERMISSION_DENIED);
        refused.forEach(
                (authority, code) -> {
                    Fault fault =
                            assertThrows(
                                    Fault.class,
                                    () -> test.backend().credit().adjust(asked, authority));
                    assertEquals(code, fault.code());
                });
        assertEquals(CREDIT, balance());
    }
}
