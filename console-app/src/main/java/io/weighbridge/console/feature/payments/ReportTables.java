package io.weighbridge.console.feature.payments;

import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ReconciliationDifference;
import io.weighbridge.proto.v1.ReconciliationRun;

/// The columns of reports and of differences.
final class ReportTables {
    private ReportTables() {}

    static DataTable<ReconciliationRun> reports(Formats formats) {
        return new DataTable<ReconciliationRun>(
                        Texts.of("payments.reports"), ReconciliationRun::getReconciliation)
                .drawn(
                        Texts.of("payments.column.state"),
                        130,
                        null,
                        ReportWords::state,
                        _ -> new ChipCell<>(ReportWords::state, ReportWords::style))
                .text(Texts.of("payments.column.day"), 105, ReconciliationRun::getDay)
                .figure(
                        Texts.of("payments.column.differences"),
                        95,
                        ReconciliationRun::getDifferences,
                        row -> ReportWords.differences(row, formats),
                        row -> Long.toString(row.getDifferences()))
                .figure(
                        Texts.of("payments.column.apart"),
                        120,
                        row -> row.getGapsCount() == 0 ? 0L : row.getGaps(0).getNanos(),
                        row -> ReportWords.gaps(row, formats),
                        row -> ReportWords.gaps(row, formats))
                .figure(
                        Texts.of("payments.column.payments"),
                        85,
                        ReconciliationRun::getPayments,
                        row -> ReportModel.isOpen(row) ? "" : formats.count(row.getPayments()),
                        row -> Long.toString(row.getPayments()))
                .text(
                        Texts.of("payments.column.asked"),
                        95,
                        row -> formats.relative(row.getAskedAtMs()))
                .text(
                        Texts.of("payments.column.how"),
                        95,
                        row ->
                                Texts.of(
                                        row.getAutomatic()
                                                ? "payments.report.automatic"
                                                : "payments.report.asked"))
                .text(Texts.of("payments.column.why"), 175, ReconciliationRun::getWhy)
                .text(
                        Texts.of("payments.column.report"),
                        165,
                        ReconciliationRun::getReconciliation);
    }

    static DataTable<DifferenceRow> differences(Formats formats) {
        return new DataTable<DifferenceRow>(
                        Texts.of("payments.differences"), ReportTables::identity)
                .text(
                        Texts.of("payments.column.kind"),
                        145,
                        row -> ReportWords.kind(row.difference().getKind()))
                .figure(
                        Texts.of("payments.column.expected"),
                        105,
                        row -> row.difference().getExpectedNanos(),
                        row -> money(row.difference(), true, formats),
                        row -> money(row.difference(), true, formats))
                .figure(
                        Texts.of("payments.column.found"),
                        105,
                        row -> row.difference().getFoundNanos(),
                        row -> money(row.difference(), false, formats),
                        row -> money(row.difference(), false, formats))
                .text(
                        Texts.of("payments.column.provider"),
                        75,
                        row -> row.difference().getProvider())
                .text(Texts.of("payments.column.account"), 115, DifferenceRow::account)
                .text(Texts.of("payments.column.order"), 165, row -> row.difference().getOrder())
                .text(
                        Texts.of("payments.column.payment"),
                        160,
                        row -> row.difference().getPayment())
                .text(Texts.of("payments.column.detail"), 200, row -> row.difference().getDetail())
                .text(
                        Texts.of("payments.column.reference"),
                        190,
                        row -> row.difference().getReference());
    }

    // Of a payment there may be several of a kind, about several of its moves.
    private static String identity(DifferenceRow row) {
        ReconciliationDifference difference = row.difference();
        return difference.getKind() + difference.getReference() + difference.getDetail();
    }

    private static String money(
            ReconciliationDifference difference, boolean isExpected, Formats formats) {
        return formats.exactMoney(
                isExpected ? difference.getExpectedNanos() : difference.getFoundNanos(),
                difference.getCurrency());
    }
}
