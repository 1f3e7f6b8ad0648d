package io.weighbridge.console.feature.compute.costs;

import io.weighbridge.proto.v1.CostRow;

import java.util.List;

/// What was read of costs.
///
/// @param fromMs begin of the first hour or day that is summed
/// @param toMs end of the last one
/// @param lines what costs are told apart by, the dearest first, nobody last
/// @param buckets hours or days in which there was anything, all together, the last first
/// @param total of all lines, which is that of all buckets
/// @param readAtMs when it was read
record CostsPage(
        CostsQuery query,
        long fromMs,
        long toMs,
        List<CostLine> lines,
        List<CostLine> buckets,
        CostRow total,
        long readAtMs) {}
