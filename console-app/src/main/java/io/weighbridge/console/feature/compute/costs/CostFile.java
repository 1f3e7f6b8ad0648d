package io.weighbridge.console.feature.compute.costs;

import com.google.protobuf.ByteString;

import io.weighbridge.console.text.CsvText;
import io.weighbridge.model.Nanos;
import io.weighbridge.proto.v1.CostRow;
import io.weighbridge.proto.v1.ExportChunk;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;

/// Costs as CSV: exact figures, and empty where they are not known.
final class CostFile {
    private static final List<String> NAMES =
            List.of(
                    "id",
                    "name",
                    "active_us",
                    "idle_us",
                    "unknown_us",
                    "energy_mj",
                    "energy_unknown_us",
                    "cost",
                    "idle_cost",
                    "unpriced_us",
                    "earned",
                    "unmeasured_earned",
                    "margin",
                    "margin_percent",
                    "incomplete");

    private CostFile() {}

    /// The lines in their order; the total is left out, which others would add up once more.
    static Iterator<ExportChunk> csv(List<CostLine> lines) {
        StringBuilder text = new StringBuilder(CsvText.line(NAMES));
        lines.forEach(line -> text.append(CsvText.line(cells(line))));
        return List.of(
                        ExportChunk.newBuilder()
                                .setData(ByteString.copyFromUtf8(text.toString()))
                                .setRows(lines.size())
                                .setRowsInAll(lines.size())
                                .build())
                .iterator();
    }

    private static List<String> cells(CostLine line) {
        CostRow sum = line.sum();
        OptionalLong share = line.marginMillionths();
        return List.of(
                CsvText.guarded(line.id()),
                CsvText.guarded(line.name()),
                Long.toString(sum.getActiveUs()),
                Long.toString(sum.getIdleUs()),
                Long.toString(sum.getUnknownUs()),
                sum.hasEnergyMj() ? Long.toString(sum.getEnergyMj()) : "",
                Long.toString(sum.getEnergyUnknownUs()),
                sum.hasCostNanos() ? Nanos.toDecimal(sum.getCostNanos()) : "",
                sum.hasCostNanos() ? Nanos.toDecimal(sum.getIdleCostNanos()) : "",
                Long.toString(sum.getUnpricedUs()),
                Nanos.toDecimal(sum.getEarnedNanos()),
                Nanos.toDecimal(sum.getUnmeasuredEarnedNanos()),
                sum.hasMarginNanos() ? Nanos.toDecimal(sum.getMarginNanos()) : "",
                share.isPresent() ? BigDecimal.valueOf(share.getAsLong(), 4).toPlainString() : "",
                Boolean.toString(sum.getIncomplete()));
    }
}
