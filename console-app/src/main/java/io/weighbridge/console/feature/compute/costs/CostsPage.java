package io.weighbridge.console.feature.compute.costs;

import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
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
        long readAtMs) {
    /// Of which time it is, and what its marks mean.
    String said(Formats formats) {
        boolean isByDay = query.isByDay();
        // Of days the last one is named, which is the one before the end.
        String text =
                Texts.of(
                        isByDay ? "compute.costs.said.days" : "compute.costs.said",
                        CostTables.bucket(fromMs, isByDay, formats),
                        CostTables.bucket(
                                toMs - (isByDay ? SpanChoice.DAY_MS : 0), isByDay, formats));
        return lines.stream().anyMatch(CostLine::isEnergyInPart)
                ? text + ' ' + Texts.of("compute.costs.least")
                : text;
    }
}
