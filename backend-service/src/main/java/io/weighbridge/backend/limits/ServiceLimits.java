package io.weighbridge.backend.limits;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Limits of one key at one service. [#UNLIMITED] in a field: that limit does not exist; 0: it
/// refuses every call.
///
/// @param serviceId the service, 0 for every service without limits of its own
/// @param requestsPerMinute at most [#REQUESTS_MAX]
/// @param tokensPerMinute input and output tokens, at most [#TOKENS_MAX]
/// @param concurrentCalls at most [#CALLS_MAX]
/// @param shadow count and report, but refuse nothing
public record ServiceLimits(
        long serviceId,
        long requestsPerMinute,
        long tokensPerMinute,
        long concurrentCalls,
        boolean shadow) {
    /// There is no such limit.
    public static final long UNLIMITED = -1;

    /// Highest requests/min.
    public static final long REQUESTS_MAX = 1_000_000_000L;

    /// Highest tokens/min: a level of so many tokens still fits a long.
    public static final long TOKENS_MAX = 10_000_000_000L;

    /// Most calls at the same time.
    public static final long CALLS_MAX = 1_000_000L;

    /// No limits at all.
    public static final ServiceLimits NONE =
            new ServiceLimits(0, UNLIMITED, UNLIMITED, UNLIMITED, false);

    /// Checks what a caller sent.
    ///
    /// @return the list
    /// @throws Fault INVALID_FIELD
    public static List<ServiceLimits> checked(String field, List<ServiceLimits> limits) {
        Set<Long> services = new HashSet<>();
        for (int i = 0; i < limits.size(); i++) {
            ServiceLimits entry = limits.get(i);
            String at = field + "[" + i + "].";
            Check.range(
                    at + "requests_per_minute", entry.requestsPerMinute, UNLIMITED, REQUESTS_MAX);
            Check.range(at + "tokens_per_minute", entry.tokensPerMinute, UNLIMITED, TOKENS_MAX);
            Check.range(at + "concurrent_calls", entry.concurrentCalls, UNLIMITED, CALLS_MAX);
            if (!services.add(entry.serviceId)) {
                throw Fault.invalid(at + "service", "named twice", "one entry a service");
            }
        }
        return List.copyOf(limits);
    }
}
