package io.weighbridge.backend.compute.measure;

import io.weighbridge.proto.v1.GpuActive;

/// What was measured, as the contract has it.
final class MeasuredMapping {
    private MeasuredMapping() {}

    static io.weighbridge.proto.v1.ExporterState toProto(ExporterState state) {
        return io.weighbridge.proto.v1.ExporterState.newBuilder()
                .setExporter(state.exporter().toString())
                .setAskedAtMs(state.askedAtMs())
                .setToldAtMs(state.toldAtMs())
                .setFound(state.found())
                .setProblem(state.problem())
                .build();
    }

    static io.weighbridge.proto.v1.GpuHour toProto(GpuHour hour, HourCost.Cost cost) {
        var proto =
                io.weighbridge.proto.v1.GpuHour.newBuilder()
                        .setHourAtMs(hour.hourMs())
                        .setGpu(hour.gpu())
                        .setExporter(hour.exporter())
                        .setModel(hour.model())
                        .setSeenMs(hour.seenMs())
                        .setBusy(toProto(hour.busy()))
                        .setTensor(toProto(hour.tensor()))
                        .setMemory(toProto(hour.memory()))
                        .setEnergyKnownMs(hour.energyKnownMs())
                        .setEnergyMj(hour.energyMj())
                        .setMemoryUsedMostMib(hour.memoryUsedMostMib());
        cost.hourNanos().ifPresent(proto::setHourPriceNanos);
        cost.seenNanos().ifPresent(proto::setCostNanos);
        cost.idleNanos().ifPresent(proto::setIdleCostNanos);
        return proto.build();
    }

    private static GpuActive toProto(GpuHour.Active active) {
        return GpuActive.newBuilder()
                .setKnownMs(active.knownMs())
                .setActiveUs(active.activeUs())
                .build();
    }

    static io.weighbridge.proto.v1.ModelHour toProto(ModelHour hour) {
        var proto =
                io.weighbridge.proto.v1.ModelHour.newBuilder()
                        .setHourAtMs(hour.hourMs())
                        .setExporter(hour.exporter())
                        .setModel(hour.model())
                        .setSeenMs(hour.seenMs());
        hour.calls().ifPresent(proto::setCalls);
        hour.promptTokens().ifPresent(proto::setPromptTokens);
        hour.outputTokens().ifPresent(proto::setOutputTokens);
        hour.prefillUs().ifPresent(proto::setPrefillUs);
        hour.decodeUs().ifPresent(proto::setDecodeUs);
        return proto.build();
    }
}
