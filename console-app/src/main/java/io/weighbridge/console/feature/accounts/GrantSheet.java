package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.client.Operations;
import io.weighbridge.console.control.Chosen;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.OperationText;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.MoneyInput;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Account;
import io.weighbridge.proto.v1.AddGrantReply;
import io.weighbridge.proto.v1.AddGrantRequest;
import io.weighbridge.proto.v1.GrantKind;

import javafx.scene.Node;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Control;
import javafx.scene.control.DatePicker;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

import java.time.LocalDate;
import java.util.OptionalLong;

/// Gives an account credit that was bought, or that promotes something.
final class GrantSheet {
    // A repeat after a lost answer gives nothing twice.
    private final Operations.Operation operation;
    private final Workbench bench;
    private final AccountModel model;
    private final Account account;
    private final Runnable changed;
    private final TextField amount = new TextField();
    private final ChoiceBox<GrantKind> kind = new ChoiceBox<>();
    private final DatePicker expires = new DatePicker();
    private final TextField note = new TextField();

    private GrantSheet(Workbench bench, AccountModel model, Account account, Runnable changed) {
        this.bench = bench;
        this.operation = bench.operations().begin();
        this.model = model;
        this.account = account;
        this.changed = changed;
    }

    static void show(Workbench bench, AccountModel model, Account account, Runnable changed) {
        new GrantSheet(bench, model, account, changed).show();
    }

    private void show() {
        Sheet sheet =
                new Sheet(
                        Texts.of("accounts.grant.title", account.getName()),
                        Texts.of("accounts.grant.text"),
                        Texts.of("accounts.grant.verb"));
        amount.setId("grant-amount");
        kind.getItems().setAll(GrantKind.GRANT_KIND_PURCHASED, GrantKind.GRANT_KIND_PROMOTIONAL);
        kind.setValue(GrantKind.GRANT_KIND_PROMOTIONAL);
        kind.setConverter(new Chosen<>(AccountWords::kind));
        note.setId("grant-note");
        sheet.with(
                field("accounts.column.amount", amount),
                field("accounts.column.kind", kind),
                field("accounts.grant.expires", expires),
                field("accounts.column.note", note));
        sheet.confirmButton().setId("grant-confirm");
        sheet.onConfirm(() -> give(sheet));
        bench.overlay().show(sheet);
    }

    private static Node field(String text, Control control) {
        return new VBox(4, Described.label(Texts.of(text), control), control);
    }

    private void give(Sheet sheet) {
        OptionalLong nanos = MoneyInput.parse(amount.getText());
        if (nanos.isEmpty() || nanos.getAsLong() <= 0) {
            sheet.problem(Texts.of("accounts.grant.amount"));
            return;
        }
        if (note.getText().isBlank()) {
            sheet.problem(Texts.of("accounts.grant.note"));
            return;
        }
        AddGrantRequest what =
                AddGrantRequest.newBuilder()
                        .setAccount(account.getId())
                        .setAmountNanos(nanos.getAsLong())
                        .build();
        AddGrantRequest asked =
                what.toBuilder()
                        .setOperationId(operation.send(what))
                        .setKind(kind.getValue())
                        .setExpiresAtMs(expiresAtMs())
                        .setNote(note.getText().strip())
                        .build();
        sheet.busy(true);
        model.grant(
                asked,
                reply -> {
                    operation.done();
                    sheet.leave();
                    given(nanos.getAsLong(), reply);
                },
                failure -> {
                    operation.failed(failure);
                    sheet.problem(OperationText.of(failure));
                });
    }

    private void given(long nanos, AddGrantReply reply) {
        Formats formats = bench.formats();
        bench.toasts()
                .done(
                        OperationText.done(
                                reply.getRepeated(),
                                Texts.of(
                                        "accounts.grant.done",
                                        account.getName(),
                                        formats.exactMoney(nanos),
                                        formats.exactMoney(reply.getBalanceNanos()))));
        changed.run();
    }

    // At the end of that day in the operator's zone.
    private long expiresAtMs() {
        LocalDate day = expires.getValue();
        return day == null
                ? 0
                : day.plusDays(1).atStartOfDay(bench.formats().zone()).toInstant().toEpochMilli();
    }
}
