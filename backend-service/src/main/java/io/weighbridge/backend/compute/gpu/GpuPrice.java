package io.weighbridge.backend.compute.gpu;

/// What an hour of a card costs from an instant on.
///
/// @param id rises in the order in which prices are made
/// @param gpuId of what
/// @param effectiveAtMs from when on
/// @param hourNanos 1 to [GpuPrice#HOUR_NANOS_MAX], in the installation's currency
/// @param source where it is from, for people
/// @param createdAtMs when it was made
public record GpuPrice(
        long id, long gpuId, long effectiveAtMs, long hourNanos, String source, long createdAtMs) {
    /// The most that an hour may cost: a million units of the currency.
    public static final long HOUR_NANOS_MAX = 1_000_000_000_000_000L;
}
