package io.weighbridge.backend.attribution;

import io.weighbridge.backend.compute.cost.Ratio;
import io.weighbridge.backend.compute.cost.ServingTerms;

/// Shares of a GPU's peaks that follow from what was measured.
///
/// @param drift what they follow from
/// @param linkCreatedAtMs when it was made what the service runs
/// @param gpuVersion of the GPU's figures that they were made for
/// @param terms with the shares as they are
/// @param flopsShareMillionths of the peak operations
/// @param bandwidthShareMillionths of the peak bandwidth
/// @param isBounded whether they were cut to what can be
record Factors(
        Drift drift,
        long linkCreatedAtMs,
        long gpuVersion,
        ServingTerms terms,
        long flopsShareMillionths,
        long bandwidthShareMillionths,
        boolean isBounded) {
    private static final long MILLION = 1_000_000;

    /// Both shares by the same factor, so that the larger is at most the whole of its peak.
    ///
    /// @param drift one that is known
    static Factors of(Drift drift, long linkCreatedAtMs, long gpuVersion, ServingTerms terms) {
        Ratio factor = drift.predicted().over(drift.measuredUs());
        long larger = Math.max(terms.flopsShareMillionths(), terms.bandwidthShareMillionths());
        Ratio most = Ratio.of(MILLION, larger);
        Ratio used = factor.compareTo(most) > 0 ? most : factor;
        long flops = scaled(terms.flopsShareMillionths(), used);
        long bandwidth = scaled(terms.bandwidthShareMillionths(), used);
        return new Factors(
                drift,
                linkCreatedAtMs,
                gpuVersion,
                terms,
                Math.max(1, flops),
                Math.max(1, bandwidth),
                !used.equals(factor) || flops == 0 || bandwidth == 0);
    }

    private static long scaled(long millionths, Ratio factor) {
        return Drift.rounded(factor.times(millionths));
    }
}
