package io.weighbridge.console.feature.usage;

import com.google.protobuf.ByteString;

import io.weighbridge.console.control.HeatGrid;
import io.weighbridge.console.feature.usage.ask.CellCost;
import io.weighbridge.console.feature.usage.ask.CellGpu;
import io.weighbridge.console.feature.usage.ask.CellMeasured;
import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.console.text.CsvText;
import io.weighbridge.model.Nanos;
import io.weighbridge.proto.v1.ExportChunk;

import javafx.embed.swing.SwingFXUtils;
import javafx.scene.image.Image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

import javax.imageio.ImageIO;

/// A heat map as a file.
final class HeatFile {
    private HeatFile() {}

    /// A picture as PNG.
    ///
    /// @param rows of the map
    static ExportChunk png(Image picture, int rows) {
        ByteString.Output out = ByteString.newOutput();
        try {
            if (!ImageIO.write(SwingFXUtils.fromFXImage(picture, null), "png", out)) {
                throw new IllegalStateException("no writer of PNG");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ExportChunk.newBuilder().setData(out.toByteString()).setRows(rows).build();
    }

    /// The cells in which something happened, as CSV, row by row. What was not read is left out;
    /// what is not known is empty.
    static Iterator<ExportChunk> csv(HeatPage page) {
        ExportChunk head = ExportChunk.newBuilder().setData(head(page.look().measure())).build();
        // Counts on from one row to the next.
        long[] written = new long[1];
        return IntStream.range(-1, page.grid().rows())
                .mapToObj(row -> row < 0 ? head : row(page, row, written))
                .iterator();
    }

    private static ByteString head(Measure measure) {
        List<String> names = new ArrayList<>(List.of("begin", "row", "row_id"));
        names.addAll(
                measure.isMeasured()
                        ? CellMeasured.NAMES
                        : measure.isCost()
                                ? CellCost.NAMES
                                : measure.isGpu() ? CellGpu.NAMES : List.of(measure.word()));
        return ByteString.copyFromUtf8(CsvText.line(names));
    }

    private static ExportChunk row(HeatPage page, int row, long[] written) {
        StringBuilder lines = new StringBuilder();
        Measure measure = page.look().measure();
        UsageGrid grid = page.grid();
        for (int column = 0; column < grid.columns(); column++) {
            long value = grid.value(column, row);
            boolean isThere = value == HeatGrid.GAP || HeatGrid.isValue(value);
            // Where there can be gaps 0 is a value, else it says that nothing happened.
            if (isThere && (value != 0 || grid.hasGaps())) {
                List<String> cells = new ArrayList<>();
                cells.add(grid.columnCode(column));
                cells.add(CsvText.guarded(grid.rowName(row)));
                cells.add(CsvText.guarded(page.rowId(row)));
                cells.addAll(figures(measure, grid.parts(column, row)));
                lines.append(CsvText.line(cells));
                written[0]++;
            }
        }
        return ExportChunk.newBuilder()
                .setData(ByteString.copyFromUtf8(lines.toString()))
                .setRows(written[0])
                .build();
    }

    private static List<String> figures(Measure measure, long[] parts) {
        if (measure.isMeasured()) {
            return CellMeasured.of(parts).figures();
        }
        if (measure.isCost()) {
            return CellCost.of(parts).figures();
        }
        if (measure.isGpu()) {
            return CellGpu.of(parts).figures();
        }
        return List.of(measure.isMoney() ? Nanos.toDecimal(parts[0]) : Long.toString(parts[0]));
    }
}
