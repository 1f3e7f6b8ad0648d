package io.weighbridge.backend.operators.approvals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AccountsGrpc;
import io.weighbridge.proto.v1.AdjustCreditReply;
import io.weighbridge.proto.v1.AdjustCreditRequest;
import io.weighbridge.proto.v1.AdjustmentLimit;
import io.weighbridge.proto.v1.AdjustmentReason;
import io.weighbridge.proto.v1.ApprovalsGrpc.ApprovalsBlockingStub;
import io.weighbridge.proto.v1.ApproveRequest;
import io.weighbridge.proto.v1.GetAdjustmentLimitsRequest;
import io.weighbridge.proto.v1.GetApprovalRequest;
import io.weighbridge.proto.v1.PendingAdjustment;
import io.weighbridge.proto.v1.SetAdjustmentLimitRequest;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;

/// What a form must know before it asks, and what a queue must show.
final class ApprovalWordsTest {
    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private TestBackend test;
    private ManagedChannel channel;
    private String account;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory, time);
        channel = test.connectBare();
        account = IdKind.ACCOUNT.format(test.account("Acme", 10_000).id());
        var _ =
                io.weighbridge.proto.v1.ApprovalsGrpc.newBlockingStub(test.channel())
                        .setAdjustmentLimit(
                                SetAdjustmentLimitRequest.newBuilder()
                                        .setLimit(
                                                AdjustmentLimit.newBuilder()
                                                        .setRole(
                                                                io.weighbridge.proto.v1.Role
                                                                        .ROLE_SUPPORT)
                                                        .setSingleNanos(50)
                                                        .setDayNanos(100))
                                        .build());
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        test.close();
    }

    private void operator(String name, Role role, String person) {
        var _ = test.backend().operators().create(name, "", role, person);
    }

    private String token(String name) {
        var operator = Objects.requireNonNull(test.backend().operators().byName(name));
        return test.backend().logins().startFor(operator).accessToken();
    }

    private ApprovalsBlockingStub as(String name) {
        return io.weighbridge.proto.v1.ApprovalsGrpc.newBlockingStub(channel)
                .withInterceptors(BearerToken.attaching(token(name)));
    }

    private AdjustCreditReply adjust(String name, long nanos) {
        return AccountsGrpc.newBlockingStub(channel)
                .withInterceptors(BearerToken.attaching(token(name)))
                .adjustCredit(
                        AdjustCreditRequest.newBuilder()
                                .setAccount(account)
                                .setOperationId(UUID.randomUUID().toString())
                                .setAmountNanos(nanos)
                                .setReason(AdjustmentReason.ADJUSTMENT_REASON_GOODWILL)
                                .setNote("sorry")
                                .build());
    }

    private long used(String name) {
        return as(name).getAdjustmentLimits(GetAdjustmentLimitsRequest.getDefaultInstance())
                .getUsedNanos();
    }

    private AdjustmentLimit limitTo(String name, long nanos, @Nullable AdjustmentLimit before) {
        SetAdjustmentLimitRequest.Builder request =
                SetAdjustmentLimitRequest.newBuilder()
                        .setLimit(
                                AdjustmentLimit.newBuilder()
                                        .setRole(io.weighbridge.proto.v1.Role.ROLE_FINANCE)
                                        .setSingleNanos(nanos)
                                        .setDayNanos(nanos));
        if (before != null) {
            request.setBefore(before);
        }
        return as(name).setAdjustmentLimit(request.build());
    }

    @Test
    void setsNoLimitOverOneThatWasNotRead() {
        operator("ann", Role.ADMIN, "");
        AdjustmentLimit read = limitTo("ann", 10, null);
        var _ = limitTo("ann", 20, read);
        StatusRuntimeException refused =
                assertThrows(StatusRuntimeException.class, () -> limitTo("ann", 30, read));
        assertEquals(Status.Code.ABORTED, refused.getStatus().getCode());
        assertEquals(
                20, limitTo("ann", 20, read).getSingleNanos(), "it is already what was asked for");
    }

    @Test
    void tellsWhatCountsAgainstTheDayAlready() {
        operator("sam", Role.SUPPORT, "sam@example.org");
        operator("sam-2", Role.SUPPORT, "sam@example.org");
        operator("fay", Role.FINANCE, "");
        var _ = adjust("sam", 30);
        var _ = adjust("sam", -20);
        var _ = adjust("sam", 500);
        assertEquals(50, used("sam"), "what waits for approval does not count");
        assertEquals(50, used("sam-2"), "the same person");
        assertEquals(0, used("fay"));
        time.pass(Approvals.DAY_MS);
        assertEquals(0, used("sam"));
    }

    @Test
    void saysInWordsWhoAskedWhoDecidedAndForWhom() {
        operator("sam", Role.SUPPORT, "");
        operator("fay", Role.FINANCE, "");
        PendingAdjustment pending = adjust("sam", 500).getPending();
        GetApprovalRequest get =
                GetApprovalRequest.newBuilder().setApproval(pending.getApproval()).build();
        assertEquals("sam", as("fay").getApproval(get).getRequesterName());
        assertEquals("", as("fay").getApproval(get).getDeciderName());
        assertEquals("Acme", as("fay").getApproval(get).getAccountName());
        var _ =
                as("fay")
                        .approve(
                                ApproveRequest.newBuilder()
                                        .setApproval(pending.getApproval())
                                        .setRequestHash(pending.getRequestHash())
                                        .build());
        assertEquals("fay", as("sam").getApproval(get).getDeciderName());
    }
}
