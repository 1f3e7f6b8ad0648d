package io.weighbridge.backend.usage.refusals;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.services.ServiceDirectory;
import io.weighbridge.backend.usage.UsageMapping;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.RefusalReason;
import io.weighbridge.proto.v1.QueryRefusalsRequest;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// Sums of refused calls to and from protobuf.
public final class RefusalMapping {
    private RefusalMapping() {}

    /// A query.
    ///
    /// @throws io.weighbridge.backend.platform.fault.Fault INVALID_FIELD, NOT_FOUND
    public static RefusalQuery fromProto(QueryRefusalsRequest request, ServiceDirectory services) {
        return new RefusalQuery(
                UsageMapping.granularityFromProto(request.getGranularityValue()),
                request.getFromAtMs(),
                request.getToAtMs(),
                groupByFromProto(request.getGroupByList()),
                filter(
                        "without_account",
                        request.getWithoutAccount(),
                        UsageMapping.idFromProto("account", IdKind.ACCOUNT, request.getAccount())),
                filter(
                        "without_service",
                        request.getWithoutService(),
                        UsageMapping.serviceFromProto(request.getService(), services)),
                reasonFromProto(request.getReasonValue()),
                UsageMapping.zoneFromProto(request.getZone()));
    }

    private static OptionalLong filter(String field, boolean without, long id) {
        if (without && id != 0) {
            throw Fault.invalid(field, true, "false when one is named");
        }
        return without || id != 0 ? OptionalLong.of(id) : OptionalLong.empty();
    }

    private static @Nullable RefusalReason reasonFromProto(int number) {
        for (RefusalReason reason : RefusalReason.values()) {
            if (reason.number() == number) {
                return reason;
            }
        }
        if (number != 0) {
            throw Fault.invalid("reason", number, "why calls are refused, or nothing");
        }
        return null;
    }

    private static Set<RefusalGroupBy> groupByFromProto(
            List<io.weighbridge.proto.v1.RefusalGroupBy> asked) {
        Set<RefusalGroupBy> groups = EnumSet.noneOf(RefusalGroupBy.class);
        for (io.weighbridge.proto.v1.RefusalGroupBy one : asked) {
            RefusalGroupBy group =
                    switch (one) {
                        case REFUSAL_GROUP_BY_ACCOUNT -> RefusalGroupBy.ACCOUNT;
                        case REFUSAL_GROUP_BY_SERVICE -> RefusalGroupBy.SERVICE;
                        case REFUSAL_GROUP_BY_REASON -> RefusalGroupBy.REASON;
                        case REFUSAL_GROUP_BY_UNSPECIFIED, UNRECOGNIZED -> null;
                    };
            if (group == null || !groups.add(group)) {
                throw Fault.invalid(
                        "group_by", one, "account, service and reason, each at most once");
            }
        }
        return groups;
    }

    /// A sum.
    public static io.weighbridge.proto.v1.RefusalSum toProto(
            RefusalSum sum, ServiceDirectory services) {
        var proto =
                io.weighbridge.proto.v1.RefusalSum.newBuilder()
                        .setBucketAtMs(sum.bucketMs())
                        .setReasonValue(sum.reason())
                        .setRefused(sum.refused());
        if (sum.accountId() != 0) {
            proto.setAccount(IdKind.ACCOUNT.format(sum.accountId()));
        }
        if (sum.serviceId() != 0) {
            proto.setService(services.nameOf(sum.serviceId()));
        }
        return proto.build();
    }
}
