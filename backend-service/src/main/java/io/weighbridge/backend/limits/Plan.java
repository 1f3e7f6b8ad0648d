package io.weighbridge.backend.limits;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The limits that an administrator gives to keys.
///
/// @param id never changes
/// @param version rises with each change
/// @param name unique
/// @param limits at most one entry a service, one of service 0 for all others
/// @param createdAtMs when it was made
public record Plan(
        long id, long version, String name, List<ServiceLimits> limits, long createdAtMs) {
    public Plan {
        limits = List.copyOf(limits);
    }

    /// What holds for a key at a service: the key's own entry for it, else the plan's, else the
    /// key's entry for all others, else the plan's, else nothing.
    public static ServiceLimits resolve(
            @Nullable Plan plan, List<ServiceLimits> overrides, long serviceId) {
        ServiceLimits found = find(overrides, serviceId);
        if (found == null && plan != null) {
            found = find(plan.limits, serviceId);
        }
        if (found == null) {
            found = find(overrides, 0);
        }
        if (found == null && plan != null) {
            found = find(plan.limits, 0);
        }
        return found == null ? ServiceLimits.NONE : found;
    }

    private static @Nullable ServiceLimits find(List<ServiceLimits> limits, long serviceId) {
        for (ServiceLimits entry : limits) {
            if (entry.serviceId() == serviceId) {
                return entry;
            }
        }
        return null;
    }
}
