package io.weighbridge.backend.operators;

import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.CodesGrpc;
import io.weighbridge.proto.v1.ExportCodesRequest;
import io.weighbridge.proto.v1.MakeCodesRequest;

import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// The changing calls of codes, each with a request that changes something.
record CodeCalls(TestBackend test, HandTime time) {
    /// Requests as JSON; what one needs is made when it is asked for.
    ///
    /// @param account makes one
    void each(
            Supplier<String> account,
            BiConsumer<String, Function<ChangingCalls.Admin, String>> to) {
        to.accept(
                "Codes/MakeCodes",
                _ ->
                        "{\"operation_id\":\"%s\",\"campaign\":\"c\",\"count\":1,\"amount_nanos\":1,\"credit_expires_days\":1,\"redeem_until_ms\":%d}"
                                .formatted(UUID.randomUUID(), time.wallMs() + 1_000));
        to.accept("Codes/ExportCodes", _ -> "{\"batch\":\"" + made() + "\"}");
        to.accept("Codes/VoidBatch", _ -> "{\"batch\":\"" + made() + "\"}");
        to.accept(
                "Codes/VoidCode",
                _ -> {
                    String batch = made();
                    var _ = exported(batch);
                    return "{\"batch\":\"" + batch + "\",\"number\":1}";
                });
        to.accept(
                "Codes/RedeemCode",
                _ ->
                        "{\"account\":\"%s\",\"code\":\"%s\"}"
                                .formatted(account.get(), exported(made())));
    }

    private CodesGrpc.CodesBlockingStub codes() {
        return CodesGrpc.newBlockingStub(test.channel());
    }

    private String made() {
        return codes().makeCodes(
                        MakeCodesRequest.newBuilder()
                                .setOperationId(UUID.randomUUID().toString())
                                .setCampaign("c")
                                .setCount(1)
                                .setAmountNanos(1)
                                .setCreditExpiresDays(1)
                                .setRedeemUntilMs(time.wallMs() + 1_000)
                                .build())
                .getBatch();
    }

    private String exported(String batch) {
        return codes().exportCodes(ExportCodesRequest.newBuilder().setBatch(batch).build())
                .getCodes(0);
    }
}
