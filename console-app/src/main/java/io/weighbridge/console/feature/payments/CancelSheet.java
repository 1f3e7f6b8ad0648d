package io.weighbridge.console.feature.payments;

import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;

/// Asks why nobody shall pay an order any more.
final class CancelSheet {
    private CancelSheet() {}

    static void show(Workbench bench, OrderModel model, OrderModel.Standing standing) {
        Sheet sheet =
                new Sheet(
                        Texts.of("payments.cancel.title", standing.account()),
                        Texts.of("payments.cancel.text"),
                        Texts.of("payments.cancel.verb"));
        sheet.confirmButton().setId("cancel-confirm");
        sheet.dangerous()
                .onReason(
                        reason ->
                                model.cancelOrder(
                                        reason,
                                        () -> {
                                            sheet.leave();
                                            bench.toasts().done(Texts.of("payments.cancel.done"));
                                        },
                                        failure -> sheet.problem(failure.text())));
        bench.overlay().show(sheet);
    }
}
