package io.weighbridge.backend.compute;

import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.compute.gpu.GpuPrice;
import io.weighbridge.backend.compute.gpu.GpuVersion;
import io.weighbridge.backend.compute.gpu.PricedGpu;
import io.weighbridge.proto.v1.GpuFigures;

import java.util.Optional;

/// GPUs to and from protobuf.
final class GpuMapping {
    private GpuMapping() {}

    static Gpu fromProto(String name, GpuFigures figures) {
        return new Gpu(
                name,
                figures.getTitle(),
                figures.getVramBytes(),
                figures.getBytesPerSecond(),
                figures.getTdpWatts(),
                figures.getFlopsPerSecondMap(),
                Optional.empty(),
                figures.getSource(),
                "");
    }

    static io.weighbridge.proto.v1.Gpu toProto(PricedGpu gpu) {
        io.weighbridge.proto.v1.Gpu version = toProto(gpu.version());
        GpuPrice price = gpu.price();
        return price == null
                ? version
                : version.toBuilder().setPrice(toProto(gpu.version().name(), price)).build();
    }

    static io.weighbridge.proto.v1.Gpu toProto(GpuVersion version) {
        Gpu figures = version.figures();
        return io.weighbridge.proto.v1.Gpu.newBuilder()
                .setName(version.name())
                .setVersion(version.version())
                .setFigures(
                        GpuFigures.newBuilder()
                                .setTitle(figures.title())
                                .setVramBytes(figures.vramBytes())
                                .setBytesPerSecond(figures.bytesPerSecond())
                                .putAllFlopsPerSecond(figures.flopsPerSecond())
                                .setTdpWatts(figures.tdpWatts())
                                .setSource(figures.source())
                                .setRetired(version.retired()))
                .setChangedAtMs(version.changedAtMs())
                .build();
    }

    static io.weighbridge.proto.v1.GpuPrice toProto(String gpu, GpuPrice price) {
        return io.weighbridge.proto.v1.GpuPrice.newBuilder()
                .setGpu(gpu)
                .setEffectiveAtMs(price.effectiveAtMs())
                .setHourNanos(price.hourNanos())
                .setSource(price.source())
                .setCreatedAtMs(price.createdAtMs())
                .build();
    }
}
