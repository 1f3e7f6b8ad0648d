package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Account;

import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/// Suspends an account, or takes that back; both ask why.
final class SuspendSheet {
    private SuspendSheet() {}

    static void show(Workbench bench, AccountModel model, Account account) {
        boolean suspends = !account.getSuspended();
        String kind = suspends ? "accounts.suspend." : "accounts.resume.";
        Sheet sheet =
                new Sheet(
                        Texts.of(kind + "title", account.getName()),
                        Texts.of(kind + "text"),
                        Texts.of(kind + "verb"));
        TextField reason = new TextField();
        reason.setId("suspend-reason");
        sheet.with(new VBox(4, Described.label(Texts.of("accounts.why"), reason), reason));
        sheet.confirmButton().setId("suspend-confirm");
        if (suspends) {
            sheet.dangerous();
        }
        sheet.onConfirm(
                () -> {
                    String why = reason.getText();
                    if (why.isBlank()) {
                        sheet.problem(Texts.of("accounts.why.missing"));
                    } else if (suspends) {
                        sheet.busy(true);
                        model.suspend(
                                why,
                                () -> {
                                    sheet.leave();
                                    suspended(bench, model, account, why);
                                },
                                failure -> sheet.problem(failure.text()));
                    } else {
                        sheet.busy(true);
                        model.resume(
                                why,
                                () -> {
                                    sheet.leave();
                                    bench.toasts()
                                            .done(
                                                    Texts.of(
                                                            "accounts.resume.done",
                                                            account.getName()));
                                },
                                failure -> sheet.problem(failure.text()));
                    }
                });
        bench.overlay().show(sheet);
    }

    private static void suspended(
            Workbench bench, AccountModel model, Account account, String why) {
        bench.toasts()
                .done(
                        Texts.of("accounts.suspend.done", account.getName()),
                        () ->
                                model.resume(
                                        Texts.of("accounts.suspend.undone", why),
                                        () ->
                                                bench.toasts()
                                                        .done(
                                                                Texts.of(
                                                                        "accounts.resume.done",
                                                                        account.getName())),
                                        failure -> bench.toasts().failed(failure.text())));
    }
}
