package io.weighbridge.backend.services;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.model.IdKind;

/// Services to and from protobuf.
final class ServicesMapping {
    private ServicesMapping() {}

    /// @throws Fault INVALID_FIELD for a category or policy that is not known
    static ServiceSettings fromProto(io.weighbridge.proto.v1.ServiceSettings settings) {
        int policy = settings.getVanishedPolicyValue();
        return new ServiceSettings(
                ServiceCategory.byNumber(
                        RequestMapping.known(
                                "settings.category",
                                settings.getCategoryValue(),
                                ServiceCategory.values().length)),
                settings.getDisabled(),
                policy == 0
                        ? VanishedPolicy.BILL_DELIVERED
                        : VanishedPolicy.byNumber(
                                RequestMapping.known(
                                        "settings.vanished_policy",
                                        policy,
                                        VanishedPolicy.values().length)),
                orElse(settings.getHoldTtlMs(), ServiceSettings.HOLD_TTL_MS_DEFAULT),
                settings.getDefaultOutputTokens(),
                orElse(settings.getMeterSliceTokens(), ServiceSettings.METER_SLICE_DEFAULT),
                settings.getUnpricedCeilingNanos());
    }

    private static long orElse(long value, long whenZero) {
        return value == 0 ? whenZero : value;
    }

    static io.weighbridge.proto.v1.Service toProto(Service service) {
        ServiceSettings settings = service.settings();
        return io.weighbridge.proto.v1.Service.newBuilder()
                .setId(IdKind.SERVICE.format(service.id()))
                .setVersion(service.version())
                .setName(service.name())
                .setSettings(
                        io.weighbridge.proto.v1.ServiceSettings.newBuilder()
                                .setCategoryValue(settings.category().number())
                                .setDisabled(settings.disabled())
                                .setVanishedPolicyValue(settings.vanishedPolicy().number())
                                .setHoldTtlMs(settings.holdTtlMs())
                                .setDefaultOutputTokens(settings.defaultOutputTokens())
                                .setMeterSliceTokens(settings.meterSliceTokens())
                                .setUnpricedCeilingNanos(settings.unpricedCeilingNanos()))
                .setCreatedAtMs(service.createdAtMs())
                .build();
    }
}
