package io.weighbridge.console.feature.plans;

import io.weighbridge.proto.v1.Plan;
import io.weighbridge.proto.v1.ServiceLimits;
import io.weighbridge.proto.v1.UpdatePlanRequest;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// A plan as it was read, and as the operator wants it.
///
/// @param base as last read
/// @param name as wanted
/// @param limits as wanted, by service; under the empty name: every service without an entry of its
///     own. An entry counts whole: what it leaves out is not limited
record PlanDraft(Plan base, String name, Map<String, Limits> limits) {
    /// The entry that services without one of their own have.
    static final String OTHERS = "";

    PlanDraft {
        limits = Map.copyOf(limits);
    }

    /// A plan without a change.
    static PlanDraft of(Plan plan) {
        return new PlanDraft(plan, plan.getName(), limits(plan));
    }

    static Map<String, Limits> limits(Plan plan) {
        Map<String, Limits> limits = new TreeMap<>();
        for (ServiceLimits each : plan.getLimitsList()) {
            limits.put(each.getService(), Limits.of(each));
        }
        return limits;
    }

    String id() {
        return base.getId();
    }

    /// The entry of a service; null when it has none of its own.
    @Nullable Limits own(String service) {
        return limits.get(service);
    }

    /// What is in force for a service.
    Limits inForce(String service) {
        return inForce(limits, service);
    }

    static Limits inForce(Map<String, Limits> limits, String service) {
        Limits own = limits.get(service);
        return own != null ? own : limits.getOrDefault(OTHERS, Limits.NONE);
    }

    /// With one number changed. A service without an entry gets one, which begins as a copy of what
    /// was in force, so that nothing else changes.
    PlanDraft with(String service, Measure measure, long value) {
        return with(service, inForce(service).with(measure, value));
    }

    PlanDraft with(String service, Limits entry) {
        Map<String, Limits> next = new TreeMap<>(limits);
        next.put(service, entry);
        return new PlanDraft(base, name, next);
    }

    /// Without an entry of its own for a service.
    PlanDraft without(String service) {
        Map<String, Limits> next = new TreeMap<>(limits);
        next.remove(service);
        return new PlanDraft(base, name, next);
    }

    PlanDraft named(String newName) {
        return new PlanDraft(base, newName, limits);
    }

    boolean isChanged() {
        return !name.equals(base.getName()) || !limits.equals(limits(base));
    }

    /// Whether the entry of a service is another one than was read.
    boolean isChanged(String service) {
        return !Objects.equals(own(service), limits(base).get(service));
    }

    UpdatePlanRequest toRequest() {
        UpdatePlanRequest.Builder request =
                UpdatePlanRequest.newBuilder()
                        .setPlan(base.getId())
                        .setVersion(base.getVersion())
                        .setName(name);
        new TreeMap<>(limits)
                .forEach((service, entry) -> request.addLimits(entry.toProto(service)));
        return request.build();
    }
}
