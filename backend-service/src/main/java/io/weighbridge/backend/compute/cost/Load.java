package io.weighbridge.backend.compute.cost;

import java.math.BigDecimal;

/// Under what circumstances a model serves.
///
/// @param contextTokens of a prompt, and of what is cached while the answer is written
/// @param batch sequences that are written at once
/// @param cacheBytes of an element of keys and values
/// @param cards that one copy of the model lies on; 0: as many as it needs
/// @param flopsShare of the peak that products reach, above 0 and at most 1
/// @param bandwidthShare of the peak that reading memory reaches, likewise
public record Load(
        long contextTokens,
        long batch,
        long cacheBytes,
        long cards,
        BigDecimal flopsShare,
        BigDecimal bandwidthShare) {
    /// Half of the peak operations and seven tenths of the bandwidth: usual for good servers, not
    /// measured by us.
    public static Load usual(long contextTokens, long batch) {
        return new Load(contextTokens, batch, 2, 0, new BigDecimal("0.5"), new BigDecimal("0.7"));
    }

    /// The same with another width of the cache, and so many cards.
    public Load with(long bytes, long number) {
        return new Load(contextTokens, batch, bytes, number, flopsShare, bandwidthShare);
    }
}
