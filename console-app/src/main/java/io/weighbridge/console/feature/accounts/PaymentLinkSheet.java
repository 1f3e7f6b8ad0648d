package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.control.CopyButton;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.Nanos;
import io.weighbridge.proto.v1.Account;
import io.weighbridge.proto.v1.ListProvidersReply;
import io.weighbridge.proto.v1.TopUpOrder;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// Asks what credit a customer shall pay for, and then shows the link to send to them.
final class PaymentLinkSheet {
    private final Workbench bench;
    private final Formats formats;
    private final PaymentLinkModel model;
    private final Account account;
    private final Runnable changed;
    private final TextField amount = new TextField();
    private final TextField note = new TextField();
    private final FlowPane presets = new FlowPane(6, 6);
    private final Label terms = muted("link-terms");
    private final Label saving = muted("link-saving");
    private final Sheet sheet;

    private PaymentLinkSheet(Workbench bench, Account account, Runnable changed) {
        this.bench = bench;
        this.formats = bench.formats();
        this.model = new PaymentLinkModel(bench.client(), bench.background(), account.getId());
        this.account = account;
        this.changed = changed;
        sheet =
                new Sheet(
                        Texts.of("accounts.link.title", account.getName()),
                        Texts.of("accounts.link.text"),
                        Texts.of("accounts.link.verb"));
        amount.setId("link-amount");
        amount.setPromptText(Texts.of("accounts.link.customer"));
        note.setId("link-note");
        note.setPromptText(Texts.of("accounts.link.note.prompt"));
        sheet.with(
                field("accounts.column.amount", amount),
                presets,
                terms,
                saving,
                field("accounts.column.note", note));
        sheet.confirmButton().setId("link-confirm");
        sheet.onConfirm(this::make);
    }

    static void show(Workbench bench, Account account, Runnable changed) {
        PaymentLinkSheet made = new PaymentLinkSheet(bench, account, changed);
        bench.overlay().show(made.sheet);
        made.model.readTerms(made::know, failure -> made.sheet.problem(failure.text()));
    }

    private static Label muted(String id) {
        Label label = new Label();
        label.setId(id);
        label.setWrapText(true);
        label.setMinHeight(VBox.USE_PREF_SIZE);
        label.getStyleClass().add("muted");
        label.visibleProperty().bind(label.textProperty().isNotEmpty());
        label.managedProperty().bind(label.visibleProperty());
        return label;
    }

    private static Node field(String text, TextField field) {
        return new VBox(4, Described.label(Texts.of(text), field), field);
    }

    private void know(ListProvidersReply reply) {
        if (reply.getProvidersCount() == 0) {
            sheet.ready(false);
            sheet.problem(Texts.of("accounts.link.no-provider"));
            return;
        }
        terms.setText(PaymentLinkModel.terms(reply.getTerms(), formats));
        saving.setText(reply.getTerms().getSavesCards() ? Texts.of("accounts.link.saving") : "");
        for (long nanos : reply.getTerms().getPresetsNanosList()) {
            Button preset = new Button(formats.money(nanos));
            preset.getStyleClass().addAll("small", "chip-button");
            preset.setOnAction(_ -> amount.setText(Nanos.toDecimal(nanos)));
            presets.getChildren().add(preset);
        }
    }

    private void make() {
        String problem = PaymentLinkModel.problem(amount.getText(), note.getText());
        sheet.problem(problem);
        if (problem.isEmpty()) {
            sheet.busy(true);
            model.make(
                    amount.getText(),
                    note.getText(),
                    order -> {
                        sheet.leave();
                        changed.run();
                        showLink(order);
                    },
                    failure -> sheet.problem(failure.text()));
        }
    }

    private void showLink(TopUpOrder order) {
        Sheet made =
                new Sheet(
                        Texts.of("accounts.link.made", account.getName()),
                        order.getAmountNanos() == 0
                                ? Texts.of(
                                        "accounts.link.made.open",
                                        formats.instant(order.getExpiresAtMs()))
                                : Texts.of(
                                        "accounts.link.made.text",
                                        formats.money(order.getAmountNanos()),
                                        formats.money(order.getTotalNanos()),
                                        formats.instant(order.getExpiresAtMs())),
                        Texts.of("common.close"));
        TextField link = new TextField(order.getLink());
        link.setId("payment-link");
        link.setEditable(false);
        Described.named(link, Texts.of("accounts.link.link"));
        HBox.setHgrow(link, Priority.ALWAYS);
        HBox line = new HBox(8, link, CopyButton.of("link-copy", order::getLink, bench.toasts()));
        line.setAlignment(Pos.CENTER_LEFT);
        Button open = new Button(Texts.of("accounts.link.open"));
        open.setId("link-open");
        open.getStyleClass().add("flat");
        open.setOnAction(
                _ -> {
                    made.leave();
                    bench.navigator().open(Address.of(Route.PAYMENTS, order.getOrder()));
                });
        if (!saving.getText().isEmpty()) {
            Label ask = muted("link-ask-to-save");
            ask.setText(Texts.of("accounts.link.ask-to-save"));
            made.with(ask);
        }
        made.with(line, open).withoutCancel();
        made.setPrefWidth(560);
        made.confirmButton().setId("link-close");
        made.onConfirm(made::leave);
        bench.overlay().show(made);
        link.requestFocus();
        // From the end, so that its beginning is seen.
        link.selectRange(link.getLength(), 0);
    }
}
