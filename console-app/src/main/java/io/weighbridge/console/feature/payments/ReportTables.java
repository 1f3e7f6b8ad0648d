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
                        120,
                        null,
                        row -> ReportWords.state(row.getState()),
                        _ ->
                                new ChipCell<>(
                                        row -> ReportWords.state(row.getState()),
                                        ReportWords::style))
                .text(Texts.of("payments.column.day"), 95, ReconciliationRun::getDay)
                .figure(
                        Texts.of("payments.column.differences"),
                        95,
                        ReconciliationRun::getDifferences,
                        row -> ReportWords.differences(row, formats),
                        row -> Long.toString(row.getDifferences()))
                .figure(
                        Texts.of("payments.column.apart"),
                        150,
                        row -> row.getGapsCount() == 0 ? 0L : row.getGaps(0).getNanos(),
                        row -> ReportWords.gaps(row, formats),
                        row -> ReportWords.gaps(row, formats))
                .figure(
                        Texts.of("payments.column.payments"),
                        95,
                        ReconciliationRun::getPayments,
                        row -> ReportModel.isOpen(row) ? "" : formats.count(row.getPayments()),
                        row -> Long.toString(row.getPayments()))
                .text(
                        Texts.of("payments.column.asked"),
                        105,
                        row -> formats.relative(row.getAskedAtMs()))
                .text(
                        Texts.of("payments.column.how"),
                        90,
                        row ->
                                Texts.of(
                                        row.getAutomatic()
                                                ? "payments.report.automatic"
                                                : "payments.report.asked"))
                .text(Texts.of("payments.column.why"), 260, ReconciliationRun::getWhy)
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
                        155,
                        row -> ReportWords.kind(row.difference().getKind()))
                .text(
                        Texts.of("payments.column.provider"),
                        75,
                        row -> row.difference().getProvider())
                .text(Texts.of("payments.column.account"), 125, DifferenceRow::account)
                .figure(
                        Texts.of("payments.column.expected"),
                        115,
                        row -> row.difference().getExpectedNanos(),
                        row -> money(row.difference(), true, formats),
                        row -> money(row.difference(), true, formats))
                .figure(
                        Texts.of("payments.column.found"),
                        115,
                        row -> row.difference().getFoundNanos(),
                        row -> money(row.difference(), false, formats),
                        row -> money(row.difference(), false, formats))
                .text(Texts.of("payments.column.detail"), 150, row -> row.difference().getDetail())
                .text(Texts.of("payments.column.order"), 165, row -> row.difference().getOrder())
                .text(
                        Texts.of("payments.column.payment"),
                        155,
                        row -> row.difference().getPayment())
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
