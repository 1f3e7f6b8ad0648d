package io.weighbridge.console.feature.payments;

import io.weighbridge.console.control.CheckedField;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ReconciliationRun;

import java.time.InstantSource;
import java.util.function.Consumer;

/// Asks which day shall be compared.
final class CompareSheet {
    private CompareSheet() {}

    static void show(Workbench bench, ReportModel model, Consumer<ReconciliationRun> asked) {
        InstantSource clock = bench.formats().clock();
        CheckedField day =
                new CheckedField(
                                "compare-day",
                                Texts.of("payments.column.day"),
                                Texts.of("payments.compare.hint"))
                        .with(ReportModel.today(clock).minusDays(1).toString());
        Sheet sheet =
                new Sheet(
                                Texts.of("payments.compare.title"),
                                Texts.of("payments.compare.text"),
                                Texts.of("payments.compare.verb"))
                        .with(day);
        sheet.confirmButton().setId("compare-confirm");
        sheet.onConfirm(
                () -> {
                    String problem = ReportModel.problem(day.text(), clock);
                    day.problem(problem);
                    sheet.problem("");
                    if (problem.isEmpty()) {
                        sheet.busy(true);
                        model.compare(
                                day.text(),
                                report -> {
                                    sheet.leave();
                                    asked.accept(report);
                                },
                                failure -> sheet.problem(failure.text()));
                    }
                });
        bench.overlay().show(sheet);
        model.readProviders(
                isAny -> {
                    sheet.ready(isAny);
                    sheet.problem(isAny ? "" : Texts.of("payments.compare.no-provider"));
                },
                failure -> sheet.problem(failure.text()));
    }
}
