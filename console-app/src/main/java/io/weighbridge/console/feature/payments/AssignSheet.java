package io.weighbridge.console.feature.payments;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;

import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/// Asks for which order the money of an unmatched delivery is, and why.
final class AssignSheet {
    private AssignSheet() {}

    static void show(Workbench bench, DeliveryModel model) {
        Sheet sheet =
                new Sheet(
                        Texts.of("payments.assign.title"),
                        Texts.of("payments.assign.text"),
                        Texts.of("payments.assign.verb"));
        TextField order = new TextField();
        order.setId("assign-order");
        order.setPromptText(Texts.of("payments.assign.prompt"));
        sheet.confirmButton().setId("assign-confirm");
        sheet.with(new VBox(4, Described.label(Texts.of("payments.column.order"), order), order))
                .onReason(
                        () -> DeliveryModel.problem(order.getText()),
                        reason ->
                                model.assign(
                                        order.getText(),
                                        reason,
                                        delivery -> {
                                            sheet.leave();
                                            String now = delivery.getOrder();
                                            bench.toasts()
                                                    .done(Texts.of("payments.assign.done", now));
                                        },
                                        failure -> sheet.problem(failure.text())));
        bench.overlay().show(sheet);
    }
}
