package io.weighbridge.backend.attribution;

import java.util.List;

/// Which services run on a measured GPU from an instant on. Never changed.
///
/// @param id rises in the order in which they are made
/// @param gpu its UUID
/// @param effectiveAtMs from when on
/// @param serviceIds in their order; none when that is not known from then on
/// @param createdAtMs when it was made
public record GpuServices(
        long id, String gpu, long effectiveAtMs, List<Long> serviceIds, long createdAtMs) {
    /// An assignment with a copy of the list, in order.
    public GpuServices {
        serviceIds = serviceIds.stream().sorted().toList();
    }
}
