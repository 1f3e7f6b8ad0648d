package io.weighbridge.console.feature.payments;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Facts;
import io.weighbridge.console.control.OperationText;
import io.weighbridge.console.control.ReasonField;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.Nanos;
import io.weighbridge.proto.v1.Payment;
import io.weighbridge.proto.v1.RefundPaymentReply;

import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

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
    private final Label second = new Label(Texts.of("payments.refund.second"));
    private final CheckBox below = new CheckBox(Texts.of("payments.refund.even-below"));
    private final String account;
    private RefundModel.@Nullable Standing known;

    private RefundSheet(
            Workbench bench, OrderModel.Standing standing, Payment payment, Runnable changed) {
        this.bench = bench;
        this.formats = bench.formats();
        this.changed = changed;
        this.account = standing.account();
        this.model =
                new RefundModel(
                        bench.client(),
                        bench.operations(),
                        bench.background(),
                        bench.me(),
                        standing.order(),
                        payment);
        this.sheet =
                new Sheet(
                        Texts.of("payments.refund.title", standing.account()),
                        Texts.of(
                                payment.getIsRefundedByPage()
                                        ? "payments.refund.text.page"
                                        : "payments.refund.text",
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
        second.setId("refund-second");
        second.setWrapText(true);
        second.getStyleClass().add("watch");
        second.managedProperty().bind(second.visibleProperty());
        below.setId("refund-below");
        below.managedProperty().bind(below.visibleProperty());
        Facts figures =
                new Facts()
                        .with("payments.refund.before", before)
                        .with("payments.refund.taken", taken)
                        .with("payments.refund.after", after);
        sheet.with(
                new VBox(4, Described.label(Texts.of("payments.column.amount"), amount), amount),
                figures.node(),
                below,
                second,
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
        made.model.read(made::know, failure -> made.sheet.problem(failure.text()));
    }

    private void know(RefundModel.Standing standing) {
        known = standing;
        before.setText(formats.exactMoney(standing.balance().getBalanceNanos()));
        foresee();
    }

    private void foresee() {
        OptionalLong nanos = model.amount(amount.getText());
        long takenNanos = nanos.isEmpty() ? 0 : model.takenNanos(nanos.getAsLong());
        taken.setText(nanos.isEmpty() ? "–" : formats.exactChange(-takenNanos));
        RefundModel.Standing standing = known;
        boolean isKnown = nanos.isPresent() && standing != null;
        long afterNanos = standing == null ? 0 : standing.balance().getBalanceNanos() - takenNanos;
        boolean isBelow = isKnown && afterNanos < 0;
        after.getStyleClass().remove("over");
        if (isBelow) {
            after.getStyleClass().add("over");
        }
        after.setText(
                !isKnown
                        ? "–"
                        : isBelow
                                ? Texts.of("payments.refund.below", formats.exactMoney(afterNanos))
                                : formats.exactMoney(afterNanos));
        below.setVisible(standing != null && isKnown && isTooMuch(standing, takenNanos));
        boolean isAsked =
                standing != null
                        && nanos.isPresent()
                        && standing.alone().needsApproval(nanos.getAsLong());
        second.setVisible(isAsked);
        sheet.confirmButton()
                .setText(
                        isAsked
                                ? Texts.of(
                                        "payments.refund.verb.ask",
                                        formats.exactMoney(nanos.getAsLong()))
                                : Texts.of("payments.refund.verb"));
    }

    // What the service refuses unless it is told to go on.
    private static boolean isTooMuch(RefundModel.Standing standing, long takenNanos) {
        long availableNanos =
                standing.balance().hasAvailableNanos()
                        ? standing.balance().getAvailableNanos()
                        : standing.balance().getBalanceNanos();
        return takenNanos > availableNanos;
    }

    private void send() {
        String problem =
                model.amount(amount.getText()).isEmpty()
                        ? Texts.of(
                                "payments.refund.amount.wrong",
                                formats.exactMoney(model.leftNanos()))
                        : below.isVisible() && !below.isSelected()
                                ? Texts.of("payments.refund.used")
                                : reason.problem();
        sheet.problem(problem);
        if (problem.isEmpty()) {
            model.send(
                    amount.getText(),
                    reason.reason(),
                    below.isVisible() && below.isSelected(),
                    this::sent,
                    failure -> sheet.problem(OperationText.of(failure)));
        }
    }

    private void sent(RefundPaymentReply reply) {
        sheet.leave();
        bench.toasts().done(model.outcome(reply, account, formats::exactMoney));
        changed.run();
    }
}
