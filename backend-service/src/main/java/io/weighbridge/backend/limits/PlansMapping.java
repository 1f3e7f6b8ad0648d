package io.weighbridge.backend.limits;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.services.ServiceDirectory;
import io.weighbridge.backend.services.Services;
import io.weighbridge.model.IdKind;

import java.util.ArrayList;
import java.util.List;

/// Plans and limits to and from protobuf.
public final class PlansMapping {
    private PlansMapping() {}

    /// Limits as they were sent.
    ///
    /// @param field name of the list
    /// @throws Fault INVALID_FIELD, SERVICE_UNKNOWN
    public static List<ServiceLimits> fromProto(
            String field, List<io.weighbridge.proto.v1.ServiceLimits> limits, Services services) {
        List<ServiceLimits> entries = new ArrayList<>(limits.size());
        for (int i = 0; i < limits.size(); i++) {
            io.weighbridge.proto.v1.ServiceLimits sent = limits.get(i);
            String at = field + "[" + i + "].";
            String service = Check.text(at + "service", sent.getService(), 0, 200);
            entries.add(
                    new ServiceLimits(
                            service.isEmpty() ? 0 : services.require(at + "service", service).id(),
                            sent.hasRequestsPerMinute()
                                    ? Check.range(
                                            at + "requests_per_minute",
                                            sent.getRequestsPerMinute(),
                                            0,
                                            ServiceLimits.REQUESTS_MAX)
                                    : ServiceLimits.UNLIMITED,
                            sent.hasTokensPerMinute()
                                    ? Check.range(
                                            at + "tokens_per_minute",
                                            sent.getTokensPerMinute(),
                                            0,
                                            ServiceLimits.TOKENS_MAX)
                                    : ServiceLimits.UNLIMITED,
                            sent.hasConcurrentCalls()
                                    ? Check.range(
                                            at + "concurrent_calls",
                                            sent.getConcurrentCalls(),
                                            0,
                                            ServiceLimits.CALLS_MAX)
                                    : ServiceLimits.UNLIMITED,
                            sent.getShadow()));
        }
        return entries;
    }

    /// Limits with their services' names.
    public static List<io.weighbridge.proto.v1.ServiceLimits> toProto(
            List<ServiceLimits> limits, ServiceDirectory services) {
        return limits.stream().map(entry -> toProto(entry, services)).toList();
    }

    private static io.weighbridge.proto.v1.ServiceLimits toProto(
            ServiceLimits entry, ServiceDirectory services) {
        io.weighbridge.proto.v1.ServiceLimits.Builder limits =
                io.weighbridge.proto.v1.ServiceLimits.newBuilder().setShadow(entry.shadow());
        if (entry.serviceId() != 0) {
            limits.setService(services.nameOf(entry.serviceId()));
        }
        if (entry.requestsPerMinute() != ServiceLimits.UNLIMITED) {
            limits.setRequestsPerMinute(entry.requestsPerMinute());
        }
        if (entry.tokensPerMinute() != ServiceLimits.UNLIMITED) {
            limits.setTokensPerMinute(entry.tokensPerMinute());
        }
        if (entry.concurrentCalls() != ServiceLimits.UNLIMITED) {
            limits.setConcurrentCalls(entry.concurrentCalls());
        }
        return limits.build();
    }

    static io.weighbridge.proto.v1.Plan toProto(Plan plan, ServiceDirectory services) {
        return io.weighbridge.proto.v1.Plan.newBuilder()
                .setId(IdKind.PLAN.format(plan.id()))
                .setVersion(plan.version())
                .setName(plan.name())
                .addAllLimits(toProto(plan.limits(), services))
                .setCreatedAtMs(plan.createdAtMs())
                .build();
    }
}
