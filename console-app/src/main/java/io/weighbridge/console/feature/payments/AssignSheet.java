package io.weighbridge.console.feature.payments;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.ReasonField;
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
        ReasonField reason = new ReasonField();
        sheet.with(
                new VBox(4, Described.label(Texts.of("payments.column.order"), order), order),
                reason);
        sheet.confirmButton().setId("assign-confirm");
        sheet.onConfirm(
                () -> {
                    String problem = DeliveryModel.problem(order.getText());
                    sheet.problem(problem.isEmpty() ? reason.problem() : problem);
                    if (problem.isEmpty() && reason.problem().isEmpty()) {
                        sheet.busy(true);
                        model.assign(
                                order.getText(),
                                reason.reason(),
                                delivery -> {
                                    sheet.leave();
                                    bench.toasts()
                                            .done(
                                                    Texts.of(
                                                            "payments.assign.done",
                                                            delivery.getOrder()));
                                },
                                failure -> sheet.problem(failure.text()));
                    }
                });
        bench.overlay().show(sheet);
    }
}
