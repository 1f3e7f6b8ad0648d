package io.weighbridge.console.feature.compute;

import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.console.text.TimeInput;
import io.weighbridge.proto.v1.GpuFigures;
import io.weighbridge.proto.v1.GpuPrice;

import java.util.function.ToLongFunction;

/// The columns of GPUs and of the prices of one.
final class GpuTables {
    private GpuTables() {}

    /// The catalogue.
    static DataTable<GpuRow> gpus(Formats formats) {
        DataTable<GpuRow> table =
                new DataTable<GpuRow>(Texts.of("compute.gpus"), row -> row.gpu().getName())
                        .text(Texts.of("compute.gpu.name"), 105, row -> row.gpu().getName())
                        .drawn(
                                Texts.of("compute.gpu.hour"),
                                90,
                                null,
                                row -> hour(row, formats),
                                _ ->
                                        new ChipCell<>(
                                                row -> hour(row, formats), GpuTables::hourStyle))
                        .text(
                                Texts.of("compute.gpu.later"),
                                195,
                                row -> ComputeWords.later(row.later(), formats))
                        .text(
                                Texts.of("compute.gpu.title"),
                                240,
                                row -> row.gpu().getFigures().getTitle());
        number(table, GpuField.VRAM, 95, GpuFigures::getVramBytes);
        number(table, GpuField.BANDWIDTH, 70, GpuFigures::getBytesPerSecond);
        peak(table, GpuField.FP16);
        peak(table, GpuField.FP8);
        number(table, GpuField.WATTS, 60, GpuFigures::getTdpWatts);
        return table.text(
                Texts.of("compute.gpu.source"), 420, row -> row.gpu().getFigures().getSource());
    }

    /// What its hour costs now, or that nobody said.
    static String hour(GpuRow row, Formats formats) {
        if (row.gpu().getFigures().getRetired()) {
            return Texts.of("compute.gpu.retired.yes");
        }
        return row.isPriced()
                ? formats.money(row.gpu().getPrice().getHourNanos())
                : Texts.of("compute.gpu.unpriced");
    }

    private static String hourStyle(GpuRow row) {
        return row.gpu().getFigures().getRetired() || row.isPriced() ? "" : "watch";
    }

    private static void number(
            DataTable<GpuRow> table, GpuField field, int width, ToLongFunction<GpuFigures> of) {
        table.figure(
                Texts.of("compute.column." + field.word()),
                width,
                row -> of.applyAsLong(row.gpu().getFigures()),
                row -> field.typed(row.gpu().getFigures()),
                row -> Long.toString(of.applyAsLong(row.gpu().getFigures())));
    }

    private static void peak(DataTable<GpuRow> table, GpuField field) {
        ToLongFunction<GpuFigures> of =
                figures -> figures.getFlopsPerSecondOrDefault(field.word(), 0);
        table.figure(
                field.text(),
                115,
                row -> of.applyAsLong(row.gpu().getFigures()),
                row -> ComputeWords.tera(of.applyAsLong(row.gpu().getFigures())),
                row -> Long.toString(of.applyAsLong(row.gpu().getFigures())));
    }

    /// What an hour of one card cost, costs and will cost.
    static DataTable<GpuPrice> prices(Formats formats) {
        return new DataTable<GpuPrice>(
                        Texts.of("compute.prices"),
                        price -> price.getEffectiveAtMs() + "/" + price.getCreatedAtMs())
                .text(
                        Texts.of("compute.price.from"),
                        150,
                        price -> TimeInput.text(price.getEffectiveAtMs(), formats.zone()))
                .figure(
                        Texts.of("compute.column.hour"),
                        75,
                        GpuPrice::getHourNanos,
                        price -> formats.money(price.getHourNanos()),
                        price -> formats.exactMoney(price.getHourNanos()))
                .text(Texts.of("compute.gpu.source"), 240, GpuPrice::getSource);
    }
}
