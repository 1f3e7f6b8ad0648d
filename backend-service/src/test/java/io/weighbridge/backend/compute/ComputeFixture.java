package io.weighbridge.backend.compute;

import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.proto.v1.ComputeGrpc;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.CostBasis;
import io.weighbridge.proto.v1.Gpu;
import io.weighbridge.proto.v1.GpuPrice;
import io.weighbridge.proto.v1.ListGpusRequest;
import io.weighbridge.proto.v1.ModelSource;
import io.weighbridge.proto.v1.SaveModelRequest;
import io.weighbridge.proto.v1.SavedModel;
import io.weighbridge.proto.v1.ServiceModel;
import io.weighbridge.proto.v1.SetGpuPriceRequest;
import io.weighbridge.proto.v1.SetServiceModelRequest;

/// Calls of compute that several tests make.
record ComputeFixture(TestBackend test) {
    static final ComputeTerms TERMS =
            ComputeTerms.newBuilder()
                    .setContextTokens(1_000)
                    .setBatch(8)
                    .setBasis(CostBasis.COST_BASIS_GPU_TIME_VRAM)
                    .setMarginMillionths(250_000)
                    .setUtilizationMillionths(500_000)
                    .build();

    ComputeGrpc.ComputeBlockingStub calls() {
        return ComputeGrpc.newBlockingStub(test.channel());
    }

    /// @param config with single quotes
    static ModelSource config(String config) {
        return ModelSource.newBuilder().setConfigJson(config.replace('\'', '"')).build();
    }

    Gpu gpu(String name) {
        return calls().listGpus(ListGpusRequest.getDefaultInstance()).getGpusList().stream()
                .filter(gpu -> gpu.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    GpuPrice price(String gpu, long hourNanos, long effectiveAtMs) {
        return calls().setGpuPrice(
                        SetGpuPriceRequest.newBuilder()
                                .setGpu(gpu)
                                .setHourNanos(hourNanos)
                                .setEffectiveAtMs(effectiveAtMs)
                                .setSource("an offer")
                                .build());
    }

    SavedModel save(String name, String config) {
        return calls().saveModel(
                        SaveModelRequest.newBuilder()
                                .setName(name)
                                .setModel(config(config))
                                .build());
    }

    /// Llama 3 8B, saved, on an H100.
    ServiceModel link(String service) {
        return calls().setServiceModel(linking(service, save(service, Configs.LLAMA_3_8B)));
    }

    static SetServiceModelRequest linking(String service, SavedModel model) {
        return SetServiceModelRequest.newBuilder()
                .setService(service)
                .setModel(model.getModel())
                .setGpu("h100")
                .setTerms(TERMS)
                .build();
    }
}
