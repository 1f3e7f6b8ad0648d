package io.weighbridge.backend.limits;

import io.weighbridge.backend.platform.audit.JsonText;
import io.weighbridge.model.IdKind;

import java.util.List;

/// Limits as the audit log keeps them.
public final class LimitsJson {
    private LimitsJson() {}

    static String of(Plan plan) {
        return JsonText.object()
                .add("name", plan.name())
                .add("version", plan.version())
                .objects("limits", of(plan.limits()))
                .toString();
    }

    /// One object for each service; `*` is every other one, and -1 no limit.
    public static List<JsonText> of(List<ServiceLimits> limits) {
        return limits.stream().map(LimitsJson::of).toList();
    }

    private static JsonText of(ServiceLimits limits) {
        long service = limits.serviceId();
        return JsonText.object()
                .add("service", service == 0 ? "*" : IdKind.SERVICE.format(service))
                .add("requestsPerMinute", limits.requestsPerMinute())
                .add("tokensPerMinute", limits.tokensPerMinute())
                .add("concurrentCalls", limits.concurrentCalls())
                .add("shadow", limits.shadow());
    }
}
