package io.weighbridge.console.feature.payments;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.OperationText;
import io.weighbridge.console.control.ReasonField;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.Nanos;
import io.weighbridge.proto.v1.Payment;

import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.OptionalLong;

/// Asks how much of a payment goes back, and why; says before what the account will have after.
final class RefundSheet {
    private final Workbench bench;
    private final Formats formats;
    private final RefundModel model;
    private final Runnable changed;
    private final Sheet sheet;
    private final TextField amount = new TextField();
    private final ReasonField reason = new ReasonField();
    private final Label before = new Label("–");
    private final Label taken = new Label("–");
    private final Label after = new Label("–");
    private OptionalLong balanceNanos = OptionalLong.empty();

    private RefundSheet(
            Workbench bench, OrderModel.Standing standing, Payment payment, Runnable changed) {
        this.bench = bench;
        this.formats = bench.formats();
        this.changed = changed;
        this.model =
                new RefundModel(
                        bench.client(),
                        bench.operations(),
                        bench.background(),
                        standing.order(),
                        payment);
        this.sheet =
                new Sheet(
                        Texts.of("payments.refund.title", standing.account()),
                        Texts.of(
                                "payments.refund.text",
                                payment.getProvider(),
                                formats.exactMoney(model.leftNanos())),
                        Texts.of("payments.refund.verb"));
        amount.setId("refund-amount");
        amount.setText(Nanos.toDecimal(model.leftNanos()));
        before.setId("refund-before");
        taken.setId("refund-taken");
        after.setId("refund-after");
        after.setWrapText(true);
        after.setMinHeight(Region.USE_PREF_SIZE);
        Facts figures =
                new Facts()
                        .with("payments.refund.before", before)
                        .with("payments.refund.taken", taken)
                        .with("payments.refund.after", after);
        sheet.with(
                new VBox(4, Described.label(Texts.of("payments.column.amount"), amount), amount),
                figures.node(),
                reason);
        sheet.confirmButton().setId("refund-confirm");
        model.sendingProperty().subscribe(sheet::busy);
        amount.textProperty().subscribe(this::foresee);
        sheet.onConfirm(this::send);
    }

    static void show(
            Workbench bench, OrderModel.Standing standing, Payment payment, Runnable changed) {
        RefundSheet made = new RefundSheet(bench, standing, payment, changed);
        bench.overlay().show(made.sheet);
        made.model.readBalance(made::know, failure -> made.sheet.problem(failure.text()));
    }

    private void know(long nanos) {
        balanceNanos = OptionalLong.of(nanos);
        before.setText(formats.exactMoney(nanos));
        foresee();
    }

    private void foresee() {
        OptionalLong nanos = model.amount(amount.getText());
        long takenNanos = nanos.isEmpty() ? 0 : model.takenNanos(nanos.getAsLong());
        taken.setText(nanos.isEmpty() ? "–" : formats.exactChange(-takenNanos));
        after.getStyleClass().remove("over");
        if (nanos.isEmpty() || balanceNanos.isEmpty()) {
            after.setText("–");
            return;
        }
        long afterNanos = balanceNanos.getAsLong() - takenNanos;
        after.setText(
                afterNanos < 0
                        ? Texts.of("payments.refund.below", formats.exactMoney(afterNanos))
                        : formats.exactMoney(afterNanos));
        if (afterNanos < 0) {
            after.getStyleClass().add("over");
        }
    }

    private void send() {
        String problem =
                model.amount(amount.getText()).isEmpty()
                        ? Texts.of(
                                "payments.refund.amount.wrong",
                                formats.exactMoney(model.leftNanos()))
                        : reason.problem();
        sheet.problem(problem);
        if (problem.isEmpty()) {
            model.send(
                    amount.getText(),
                    reason.reason(),
                    this::sent,
                    failure -> sheet.problem(OperationText.of(failure)));
        }
    }

    private void sent(Payment now) {
        sheet.leave();
        bench.toasts().done(model.outcome(now, formats::exactMoney));
        changed.run();
    }
}
