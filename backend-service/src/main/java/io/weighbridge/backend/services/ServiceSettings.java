package io.weighbridge.backend.services;

/// What can be changed about a service.
///
/// @param category what kind of thing it is
/// @param disabled refuses new calls
/// @param vanishedPolicy what a call costs whose proxy vanished
/// @param holdTtlMs how long a hold lives without news
/// @param defaultOutputTokens held when an estimate has no output tokens; 0: none
/// @param meterSliceTokens output tokens that a metered call holds at a time
/// @param unpricedCeilingNanos held for a call that cannot be priced; 0: such calls are refused
public record ServiceSettings(
        ServiceCategory category,
        boolean disabled,
        VanishedPolicy vanishedPolicy,
        long holdTtlMs,
        long defaultOutputTokens,
        long meterSliceTokens,
        long unpricedCeilingNanos) {
    /// Least life of a hold.
    public static final long HOLD_TTL_MS_MIN = 1_000;

    /// Longest life of a hold without news.
    public static final long HOLD_TTL_MS_MAX = 86_400_000;

    /// Life of a hold when nothing else is said.
    public static final long HOLD_TTL_MS_DEFAULT = 600_000;

    /// Slice of a metered call when nothing else is said.
    public static final long METER_SLICE_DEFAULT = 256;

    /// Settings of a text service when nothing else is said.
    public static final ServiceSettings TEXT_DEFAULT =
            new ServiceSettings(
                    ServiceCategory.TEXT,
                    false,
                    VanishedPolicy.BILL_DELIVERED,
                    HOLD_TTL_MS_DEFAULT,
                    0,
                    METER_SLICE_DEFAULT,
                    0);
}
