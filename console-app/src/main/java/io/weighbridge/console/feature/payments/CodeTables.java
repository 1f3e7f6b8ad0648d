package io.weighbridge.console.feature.payments;

import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.CodeBatch;
import io.weighbridge.proto.v1.CodeState;

import java.util.function.ToIntFunction;

/// The columns of batches and of codes.
final class CodeTables {
    private CodeTables() {}

    static DataTable<CodeBatch> batches(Formats formats) {
        DataTable<CodeBatch> table =
                new DataTable<CodeBatch>(Texts.of("payments.codes"), CodeBatch::getBatch)
                        .drawn(
                                Texts.of("payments.column.state"),
                                105,
                                null,
                                row -> state(row, formats).text(),
                                _ ->
                                        new ChipCell<>(
                                                row -> state(row, formats).text(),
                                                row -> state(row, formats).style()))
                        .text(Texts.of("payments.column.campaign"), 145, CodeBatch::getCampaign)
                        .figure(
                                Texts.of("payments.column.each"),
                                75,
                                CodeBatch::getAmountNanos,
                                row -> formats.money(row.getAmountNanos()),
                                row -> formats.exactMoney(row.getAmountNanos()));
        count(table, formats, "payments.column.codes", CodeBatch::getCount);
        count(table, formats, "payments.column.used", CodeBatch::getUsed);
        count(table, formats, "payments.column.left", CodeBatch::getLeft);
        count(table, formats, "payments.column.void", CodeBatch::getVoided);
        return table.figure(
                        Texts.of("payments.column.credited"),
                        84,
                        CodeBatch::getCreditedNanos,
                        row -> formats.money(row.getCreditedNanos()),
                        row -> formats.exactMoney(row.getCreditedNanos()))
                .text(
                        Texts.of("payments.column.ends"),
                        100,
                        row -> formats.relative(row.getRedeemUntilMs()))
                .text(
                        Texts.of("payments.column.made"),
                        90,
                        row -> formats.relative(row.getCreatedAtMs()))
                .text(Texts.of("payments.column.made-by"), 85, CodeTables::maker)
                .text(Texts.of("payments.column.batch"), 150, CodeBatch::getBatch);
    }

    /// Who made a batch.
    static String maker(CodeBatch batch) {
        return batch.getMadeBy().isEmpty()
                ? Texts.of("payments.batch.in-audit")
                : batch.getMadeBy();
    }

    private static BatchState state(CodeBatch batch, Formats formats) {
        return BatchState.of(batch, formats.clock().millis());
    }

    private static void count(
            DataTable<CodeBatch> table,
            Formats formats,
            String title,
            ToIntFunction<CodeBatch> count) {
        var _ =
                table.figure(
                        Texts.of(title),
                        60,
                        count::applyAsInt,
                        row -> formats.count(count.applyAsInt(row)),
                        row -> Integer.toString(count.applyAsInt(row)));
    }

    static DataTable<CodeRow> codes(Formats formats) {
        return new DataTable<CodeRow>(
                        Texts.of("payments.batch.codes"),
                        row -> Integer.toString(row.code().getNumber()))
                .figure(
                        Texts.of("payments.column.number"),
                        65,
                        row -> row.code().getNumber(),
                        row -> formats.count(row.code().getNumber()),
                        row -> Integer.toString(row.code().getNumber()))
                .text(Texts.of("payments.column.code"), 95, row -> row.code().getHint())
                .drawn(
                        Texts.of("payments.column.state"),
                        90,
                        null,
                        row -> state(row.code().getState()),
                        _ ->
                                new ChipCell<>(
                                        row -> state(row.code().getState()),
                                        row -> style(row.code().getState())))
                .text(Texts.of("payments.column.account"), 170, CodeRow::account)
                .text(
                        Texts.of("payments.column.used"),
                        110,
                        row -> formats.relative(row.code().getUsedAtMs()))
                .text(
                        Texts.of("payments.column.expires"),
                        165,
                        row -> formats.instant(row.code().getExpiresAtMs()))
                .text(Texts.of("payments.column.grant"), 165, row -> row.code().getGrant());
    }

    static String state(CodeState state) {
        return Texts.word("payments.code.", state.name());
    }

    private static String style(CodeState state) {
        return switch (state) {
            case CODE_STATE_USED -> "ok";
            case CODE_STATE_VOID -> "blocked";
            case CODE_STATE_UNUSED, CODE_STATE_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    }
}
