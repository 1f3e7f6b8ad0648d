package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.MoneyInput;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Account;
import io.weighbridge.proto.v1.AccountsGrpc;

import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

import java.util.OptionalLong;
import java.util.function.Consumer;

/// Makes an account.
final class CreateSheet {
    private CreateSheet() {}

    static void show(Workbench bench, AccountsModel model, Consumer<Account> made) {
        Sheet sheet =
                new Sheet(
                        Texts.of("accounts.create.title"),
                        Texts.of("accounts.create.text"),
                        Texts.of("accounts.create.verb"));
        TextField name = new TextField();
        name.setId("create-name");
        TextField overdraft = new TextField("0");
        overdraft.setId("create-overdraft");
        String refusal = RoleCheck.refusal(bench.me(), AccountsGrpc.getUpdateAccountMethod());
        overdraft.setDisable(!refusal.isEmpty());
        sheet.with(
                new VBox(4, Described.label(Texts.of("accounts.name"), name), name),
                new VBox(
                        4,
                        Described.label(Texts.of("accounts.overdraft") + "  " + refusal, overdraft),
                        overdraft));
        sheet.confirmButton().setId("create-confirm");
        sheet.onConfirm(
                () -> {
                    OptionalLong nanos = MoneyInput.parse(overdraft.getText());
                    if (name.getText().isBlank()) {
                        sheet.problem(Texts.of("accounts.name.missing"));
                    } else if (nanos.isEmpty() || nanos.getAsLong() < 0) {
                        sheet.problem(Texts.of("accounts.overdraft.wrong"));
                    } else {
                        sheet.busy(true);
                        model.create(
                                name.getText(),
                                nanos.getAsLong(),
                                account -> {
                                    sheet.leave();
                                    bench.toasts()
                                            .done(
                                                    Texts.of(
                                                            "accounts.create.done",
                                                            account.getName()));
                                    made.accept(account);
                                },
                                failure -> sheet.problem(failure.text()));
                    }
                });
        bench.overlay().show(sheet);
    }
}
