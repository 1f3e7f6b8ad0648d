package io.weighbridge.console.feature.usage.record;

import io.weighbridge.console.control.Chosen;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.OperationText;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.Nanos;
import io.weighbridge.proto.v1.AdjustmentReason;
import io.weighbridge.proto.v1.RefundUsageReply;
import io.weighbridge.proto.v1.UsageRecord;

import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;

/// Asks how much of a charge goes back, and why.
final class GiveBackSheet {
    private final Workbench bench;
    private final Formats formats;
    private final GiveBackModel model;
    private final Runnable done;
    private final Sheet sheet;
    private final TextField amount = new TextField();
    private final ComboBox<AdjustmentReason> reason = new ComboBox<>();
    private final TextField note = new TextField();

    GiveBackSheet(Workbench bench, UsageRecord record, Runnable done) {
        this.bench = bench;
        this.formats = bench.formats();
        this.model =
                new GiveBackModel(bench.client(), bench.operations(), bench.background(), record);
        this.done = done;
        this.sheet =
                new Sheet(
                        Texts.of("usage.give-back.title"),
                        Texts.of("usage.give-back.what", formats.exactMoney(model.leftNanos())),
                        Texts.of("usage.give-back.verb"));
        amount.setText(Nanos.toDecimal(model.leftNanos()));
        amount.setId("give-back-amount");
        note.setId("give-back-note");
        reason.setId("give-back-reason");
        reason.setMaxWidth(Double.MAX_VALUE);
        reason.setConverter(new Chosen<>(value -> Texts.of("usage.reason." + value.name())));
        for (AdjustmentReason one : AdjustmentReason.values()) {
            if (one != AdjustmentReason.UNRECOGNIZED
                    && one != AdjustmentReason.ADJUSTMENT_REASON_UNSPECIFIED) {
                reason.getItems().add(one);
            }
        }
        reason.setValue(AdjustmentReason.ADJUSTMENT_REASON_WRONG_CHARGE);
        sheet.with(
                Described.label(Texts.of("usage.give-back.amount"), amount),
                amount,
                Described.label(Texts.of("usage.give-back.reason"), reason),
                reason,
                Described.label(Texts.of("usage.give-back.note"), note),
                note);
        sheet.confirmButton().setId("give-back-confirm");
        model.sendingProperty().subscribe(sheet::busy);
        sheet.onConfirm(this::send);
    }

    Sheet sheet() {
        return sheet;
    }

    private void send() {
        String problem = model.problem(amount.getText(), reason.getValue(), note.getText());
        sheet.problem(problem);
        if (problem.isEmpty()) {
            model.send(
                    amount.getText(),
                    reason.getValue(),
                    note.getText(),
                    this::sent,
                    failure -> sheet.problem(OperationText.of(failure)));
        }
    }

    private void sent(RefundUsageReply reply) {
        sheet.leave();
        bench.toasts()
                .done(
                        OperationText.done(
                                reply.getRepeated(),
                                Texts.of(
                                        "usage.give-back.done",
                                        formats.exactMoney(reply.getRefundedNanos()),
                                        formats.exactMoney(reply.getBalanceNanos()))));
        done.run();
    }
}
