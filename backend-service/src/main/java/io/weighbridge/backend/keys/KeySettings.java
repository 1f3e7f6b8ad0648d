package io.weighbridge.backend.keys;

import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.platform.net.IpNetwork;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/// What can be changed about a key.
///
/// @param name set by the owner
/// @param planId 0 for none
/// @param allServices whether it is for every service
/// @param serviceIds the services it is for, when not for all
/// @param expiresAtMs 0 for never
/// @param creditLimit null when only the account's credit limits it
/// @param overrides limits that take the place of the plan's
/// @param networks where it may be used from; empty for everywhere
public record KeySettings(
        String name,
        long planId,
        boolean allServices,
        Set<Long> serviceIds,
        long expiresAtMs,
        @Nullable CreditLimit creditLimit,
        List<ServiceLimits> overrides,
        List<IpNetwork> networks) {
    public KeySettings {
        serviceIds = Set.copyOf(serviceIds);
        overrides = List.copyOf(overrides);
        networks = List.copyOf(networks);
    }

    /// May be used from everywhere.
    public KeySettings(
            String name,
            long planId,
            boolean allServices,
            Set<Long> serviceIds,
            long expiresAtMs,
            @Nullable CreditLimit creditLimit,
            List<ServiceLimits> overrides) {
        this(name, planId, allServices, serviceIds, expiresAtMs, creditLimit, overrides, List.of());
    }

    /// For every service, without any limit.
    public static KeySettings unlimited(String name) {
        return new KeySettings(name, 0, true, Set.of(), 0, null, List.of());
    }
}
