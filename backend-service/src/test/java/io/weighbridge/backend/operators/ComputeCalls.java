package io.weighbridge.backend.operators;

import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.proto.v1.ComputeGrpc;
import io.weighbridge.proto.v1.CostBasis;
import io.weighbridge.proto.v1.ModelSource;
import io.weighbridge.proto.v1.SaveModelRequest;
import io.weighbridge.proto.v1.ServiceModel;
import io.weighbridge.proto.v1.SetServiceModelRequest;

import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// The changing calls of compute, each with a request that changes something.
record ComputeCalls(TestBackend test) {
    private static final String CONFIG = Configs.LLAMA_3_8B.replace('\'', '"');

    /// Requests as JSON; what one needs is made when it is asked for.
    void each(BiConsumer<String, Function<ChangingCalls.Admin, String>> to) {
        to.accept(
                "Compute/SetGpu",
                _ ->
                        """
                        {"gpu":"own","figures":{"title":"Own","vram_bytes":8589934592,
                        "bytes_per_second":1000000000,"tdp_watts":1,"source":"a sheet",
                        "flops_per_second":{"fp32":1000000000,"fp16":1000000000}}}
                        """);
        to.accept(
                "Compute/SetGpuPrice",
                _ -> "{\"gpu\":\"h100\",\"hour_nanos\":5,\"source\":\"an offer\"}");
        to.accept(
                "Compute/SaveModel",
                _ ->
                        "{\"name\":\"m\",\"model\":{\"config_json\":\"%s\"}}"
                                .formatted(CONFIG.replace("\"", "\\\"")));
        to.accept(
                "Compute/SetServiceModel",
                _ ->
                        "{\"service\":\"%s\",\"model\":\"%s\",\"gpu\":\"h100\",\"terms\":%s}"
                                .formatted(
                                        service(),
                                        saved(),
                                        "{\"context_tokens\":1,\"batch\":1,\"basis\":2,"
                                                + "\"utilization_millionths\":1}"));
        to.accept(
                "Compute/ApplyFactors",
                _ -> {
                    ServiceModel link = link();
                    return ("{\"service\":\"%s\",\"service_model_created_at_ms\":%d,"
                                    + "\"gpu_version\":1,"
                                    + "\"flops_share_millionths\":1,"
                                    + "\"bandwidth_share_millionths\":2}")
                            .formatted(link.getService(), link.getCreatedAtMs());
                });
        to.accept(
                "Attribution/SetGpuServices",
                _ -> "{\"gpu\":\"GPU-1\",\"services\":[\"%s\"]}".formatted(service()));
        to.accept("Compute/DraftPrice", _ -> "{\"service\":\"" + link().getService() + "\"}");
    }

    private ComputeGrpc.ComputeBlockingStub compute() {
        return ComputeGrpc.newBlockingStub(test.channel());
    }

    private String service() {
        return test.service("made-" + UUID.randomUUID()).name();
    }

    private String saved() {
        return compute()
                .saveModel(
                        SaveModelRequest.newBuilder()
                                .setName(UUID.randomUUID().toString())
                                .setModel(ModelSource.newBuilder().setConfigJson(CONFIG))
                                .build())
                .getModel();
    }

    private ServiceModel link() {
        SetServiceModelRequest.Builder request =
                SetServiceModelRequest.newBuilder()
                        .setService(service())
                        .setModel(saved())
                        .setGpu("h100");
        request.getTermsBuilder()
                .setContextTokens(1)
                .setBatch(1)
                .setBasis(CostBasis.COST_BASIS_FLOPS)
                .setUtilizationMillionths(1_000_000);
        return compute().setServiceModel(request.build());
    }
}
