package io.weighbridge.backend.operators;

import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.AccountsGrpc;
import io.weighbridge.proto.v1.AdjustCreditRequest;
import io.weighbridge.proto.v1.AdjustmentLimit;
import io.weighbridge.proto.v1.AdjustmentReason;
import io.weighbridge.proto.v1.ApprovalsGrpc;
import io.weighbridge.proto.v1.PendingAdjustment;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.SetAdjustmentLimitRequest;

import java.util.UUID;

/// Adjustments that wait for a second person.
record WaitingAdjustments(TestBackend test, OperatorClient client) {
    /// Asks for more than the caller may do alone.
    PendingAdjustment adjust(String token, String account) {
        return AccountsGrpc.newBlockingStub(client.channel())
                .withInterceptors(BearerToken.attaching(token))
                .adjustCredit(
                        AdjustCreditRequest.newBuilder()
                                .setAccount(account)
                                .setOperationId(UUID.randomUUID().toString())
                                .setAmountNanos(1_000)
                                .setReason(AdjustmentReason.ADJUSTMENT_REASON_GOODWILL)
                                .setNote("large")
                                .build())
                .getPending();
    }

    /// The same by an administrator, who has no limit unless one is set: for this moment.
    PendingAdjustment ofLimited(String token, String account) {
        limitAdmins(false);
        PendingAdjustment pending = adjust(token, account);
        limitAdmins(true);
        return pending;
    }

    private void limitAdmins(boolean unlimited) {
        var _ =
                ApprovalsGrpc.newBlockingStub(test.channel())
                        .setAdjustmentLimit(
                                SetAdjustmentLimitRequest.newBuilder()
                                        .setLimit(
                                                AdjustmentLimit.newBuilder()
                                                        .setRole(Role.ROLE_ADMIN)
                                                        .setUnlimited(unlimited))
                                        .build());
    }
}
