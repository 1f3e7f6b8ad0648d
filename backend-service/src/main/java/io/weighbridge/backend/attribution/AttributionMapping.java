package io.weighbridge.backend.attribution;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.services.ServiceDirectory;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.FactorsProposal;
import io.weighbridge.proto.v1.QueryCostSeriesReply;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Attribution as the contract has it.
final class AttributionMapping {
    private AttributionMapping() {}

    static io.weighbridge.proto.v1.GpuServices toProto(
            GpuServices assignment, ServiceDirectory services) {
        return io.weighbridge.proto.v1.GpuServices.newBuilder()
                .setGpu(assignment.gpu())
                .addAllServices(assignment.serviceIds().stream().map(services::nameOf).toList())
                .setEffectiveAtMs(assignment.effectiveAtMs())
                .setCreatedAtMs(assignment.createdAtMs())
                .build();
    }

    static io.weighbridge.proto.v1.CostRow toProto(CostRow row, ServiceDirectory services) {
        Owner owner = row.owner();
        Amounts amounts = row.amounts();
        Taken all = amounts.taken();
        var proto =
                io.weighbridge.proto.v1.CostRow.newBuilder()
                        .setBucketAtMs(row.bucketMs())
                        .setGpu(owner.gpu())
                        .setActiveUs(amounts.active().us())
                        .setIdleUs(amounts.idle().us())
                        .setUnknownUs(amounts.unknown().us())
                        .setEnergyUnknownUs(all.energyUnknownUs())
                        .setIdleCostNanos(amounts.idle().costNanos())
                        .setUnpricedUs(all.unpricedUs())
                        .setEarnedNanos(amounts.earnedNanos())
                        .setUnmeasuredEarnedNanos(amounts.unmeasuredNanos())
                        .setIncomplete(amounts.isIncomplete());
        if (owner.serviceId() != 0) {
            proto.setService(services.nameOf(owner.serviceId()));
        }
        if (owner.accountId() != 0) {
            proto.setAccount(IdKind.ACCOUNT.format(owner.accountId()));
        }
        if (owner.keyId() != 0) {
            proto.setKey(IdKind.KEY.format(owner.keyId()));
        }
        amounts.energyMj().ifPresent(proto::setEnergyMj);
        amounts.costNanos().ifPresent(proto::setCostNanos);
        amounts.marginNanos().ifPresent(proto::setMarginNanos);
        return proto.build();
    }

    /// @throws Fault INVALID_FIELD
    static List<CostSum> sums(List<Integer> numbers) {
        List<CostSum> sums = new ArrayList<>();
        for (int number : numbers) {
            CostSum sum =
                    Arrays.stream(CostSum.values())
                            .filter(each -> each.number() == number)
                            .findFirst()
                            .orElseThrow(
                                    () -> Fault.invalid("sums", number, "sums of a cost series"));
            if (sums.contains(sum)) {
                throw Fault.invalid("sums", sum.name(), "each at most once");
            }
            sums.add(sum);
        }
        if (sums.isEmpty()) {
            throw Fault.invalid("sums", "none", "at least one");
        }
        return sums;
    }

    static QueryCostSeriesReply toProto(CostAnswer answer, ServiceDirectory services) {
        QueryCostSeriesReply.Builder reply =
                QueryCostSeriesReply.newBuilder()
                        .setFromAtMs(answer.told().fromMs())
                        .setUntilAtMs(answer.told().toMs());
        answer.series()
                .forEach(
                        (owner, values) -> {
                            var proto =
                                    io.weighbridge.proto.v1.CostSeries.newBuilder()
                                            .setGpu(owner.gpu());
                            if (owner.serviceId() != 0) {
                                proto.setService(services.nameOf(owner.serviceId()));
                            }
                            for (long value : values) {
                                proto.addValues(value);
                            }
                            reply.addSeries(proto);
                        });
        return reply.build();
    }

    static io.weighbridge.proto.v1.Drift toProto(Drift drift, ServiceDirectory services) {
        var proto =
                io.weighbridge.proto.v1.Drift.newBuilder()
                        .setService(services.nameOf(drift.serviceId()))
                        .setHours(drift.hours())
                        .setLeftOutHours(drift.leftOutHours())
                        .setSharedHours(drift.sharedHours())
                        .setPredictedUs(drift.predictedUs())
                        .setMeasuredUs(drift.measuredUs());
        drift.ratioMillionths().ifPresent(proto::setRatioMillionths);
        return proto.build();
    }

    static FactorsProposal toProto(Factors factors, ServiceDirectory services) {
        return FactorsProposal.newBuilder()
                .setDrift(toProto(factors.drift(), services))
                .setServiceModelCreatedAtMs(factors.linkCreatedAtMs())
                .setGpuVersion(factors.gpuVersion())
                .setFlopsShareMillionths(factors.terms().flopsShareMillionths())
                .setBandwidthShareMillionths(factors.terms().bandwidthShareMillionths())
                .setProposedFlopsShareMillionths(factors.flopsShareMillionths())
                .setProposedBandwidthShareMillionths(factors.bandwidthShareMillionths())
                .setBounded(factors.isBounded())
                .build();
    }
}
