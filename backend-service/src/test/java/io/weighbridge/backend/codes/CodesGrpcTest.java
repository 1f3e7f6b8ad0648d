package io.weighbridge.backend.codes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AdjustmentLimit;
import io.weighbridge.proto.v1.ApprovalsGrpc;
import io.weighbridge.proto.v1.AuditLogGrpc;
import io.weighbridge.proto.v1.CodeBatch;
import io.weighbridge.proto.v1.CodeRefusal;
import io.weighbridge.proto.v1.CodesGrpc;
import io.weighbridge.proto.v1.ExportCodesRequest;
import io.weighbridge.proto.v1.ListBatchesRequest;
import io.weighbridge.proto.v1.ListCodesRequest;
import io.weighbridge.proto.v1.ListEntriesRequest;
import io.weighbridge.proto.v1.MakeCodesRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.PromotionCode;
import io.weighbridge.proto.v1.RedeemCodeReply;
import io.weighbridge.proto.v1.RedeemCodeRequest;
import io.weighbridge.proto.v1.SetAdjustmentLimitRequest;
import io.weighbridge.proto.v1.VoidBatchRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/// Codes over gRPC, in a whole service.
final class CodesGrpcTest {
    private static final long AMOUNT = 5_000_000_000L;

    @TempDir Path directory;

    private static MakeCodesRequest make(int count) {
        return MakeCodesRequest.newBuilder()
                .setOperationId(UUID.randomUUID().toString())
                .setCampaign("spring")
                .setCount(count)
                .setAmountNanos(AMOUNT)
                .setCreditExpiresDays(30)
                .setRedeemUntilMs(System.currentTimeMillis() + Duration.ofDays(9).toMillis())
                .build();
    }

    private static CodesGrpc.CodesBlockingStub as(TestBackend test, Role role) {
        return CodesGrpc.newBlockingStub(test.channel())
                .withInterceptors(BearerToken.attaching(test.tokens().operator(role)));
    }

    private static Status.Code statusOf(Runnable call) {
        return assertThrows(StatusRuntimeException.class, call::run).getStatus().getCode();
    }

    @Test
    void shouldGoFromTheBatchToTheAccountWithinTheMakersLimit() {
        try (TestBackend test = TestBackend.start(directory)) {
            limitFinance(test, 3 * AMOUNT);
            CodesGrpc.CodesBlockingStub finance = as(test, Role.FINANCE);
            assertEquals(Status.Code.PERMISSION_DENIED, statusOf(() -> finance.makeCodes(make(4))));
            CodeBatch lost = finance.makeCodes(make(3));
            assertEquals(Status.Code.PERMISSION_DENIED, statusOf(() -> finance.makeCodes(make(1))));
            // Lost before anybody used one: it counts no more.
            var _ =
                    finance.voidBatch(
                            VoidBatchRequest.newBuilder().setBatch(lost.getBatch()).build());
            CodeBatch batch = finance.makeCodes(make(2));
            ExportCodesRequest export =
                    ExportCodesRequest.newBuilder().setBatch(batch.getBatch()).build();
            CodesGrpc.CodesBlockingStub support = as(test, Role.SUPPORT);
            assertEquals(
                    Status.Code.PERMISSION_DENIED, statusOf(() -> support.exportCodes(export)));
            List<String> told = finance.exportCodes(export).getCodesList();
            assertEquals(
                    Status.Code.FAILED_PRECONDITION, statusOf(() -> finance.exportCodes(export)));

            String acme = IdKind.ACCOUNT.format(test.account("Acme", 0).id());
            RedeemCodeRequest redeem =
                    RedeemCodeRequest.newBuilder()
                            .setAccount(acme)
                            .setCode(told.getFirst())
                            .build();
            RedeemCodeReply given = support.redeemCode(redeem);
            assertEquals(AMOUNT, given.getRedeemed().getAmountNanos());
            assertEquals("spring", given.getRedeemed().getCampaign());
            RedeemCodeReply typo = support.redeemCode(redeem.toBuilder().setCode("WB-2").build());
            assertEquals(CodeRefusal.CODE_REFUSAL_MISTYPED, typo.getRefused());

            CodeBatch now =
                    support.listBatches(ListBatchesRequest.getDefaultInstance()).getBatches(0);
            assertEquals(1, now.getUsed());
            assertEquals(1, now.getLeft());
            assertEquals(AMOUNT, now.getCreditedNanos());
            PromotionCode first =
                    support.listCodes(
                                    ListCodesRequest.newBuilder()
                                            .setBatch(batch.getBatch())
                                            .setPage(PageRequest.newBuilder().setSize(1))
                                            .build())
                            .getCodes(0);
            assertEquals(acme, first.getAccount());
            assertEquals(given.getRedeemed().getGrant(), first.getGrant());
            isNowhere(test, told.getFirst(), first.toString());
        }
    }

    private static void limitFinance(TestBackend test, long nanos) {
        var _ =
                ApprovalsGrpc.newBlockingStub(test.channel())
                        .setAdjustmentLimit(
                                SetAdjustmentLimitRequest.newBuilder()
                                        .setLimit(
                                                AdjustmentLimit.newBuilder()
                                                        .setRole(
                                                                io.weighbridge.proto.v1.Role
                                                                        .ROLE_FINANCE)
                                                        .setSingleNanos(nanos)
                                                        .setDayNanos(nanos))
                                        .build());
    }

    private static void isNowhere(TestBackend test, String code, String listed) {
        String secret = code.substring(3, 8);
        assertFalse(listed.contains(secret), listed);
        String log =
                AuditLogGrpc.newBlockingStub(test.channel())
                        .listEntries(ListEntriesRequest.getDefaultInstance())
                        .toString();
        assertFalse(log.contains(secret), log);
    }
}
