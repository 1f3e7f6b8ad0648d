package io.weighbridge.backend.pricing;

/// Added to each charge: an amount per request, and a part of the price.
///
/// @param serviceId 0 for every service without a fee of its own
/// @param perRequestNanos 0 to [Rate#PRICE_MAX]
/// @param priceMillionths millionths of the price, 0 to [Fee#MILLIONTHS_MAX]
public record Fee(long serviceId, long perRequestNanos, long priceMillionths) {
    /// Ten times the price.
    public static final long MILLIONTHS_MAX = 10_000_000L;

    /// No fee.
    public static final Fee NONE = new Fee(0, 0, 0);
}
