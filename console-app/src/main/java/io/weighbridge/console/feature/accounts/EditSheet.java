package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.MergeSheet;
import io.weighbridge.console.control.ReasonField;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.MoneyInput;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Account;

import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

import java.util.OptionalLong;

/// The form for an account's name and overdraft, and the choice when somebody else saved first.
final class EditSheet {
    private final Workbench bench;
    private final EditModel model;
    private final Runnable changed;
    private final TextField name = new TextField();
    private final TextField overdraft = new TextField();
    private final ReasonField reason = new ReasonField();

    private EditSheet(Workbench bench, Account account, Runnable changed) {
        this.bench = bench;
        this.model = new EditModel(bench.client(), bench.background(), account);
        this.changed = changed;
    }

    static void show(Workbench bench, Account account, Runnable changed) {
        new EditSheet(bench, account, changed).show();
    }

    private void show() {
        Account base = model.base();
        Sheet sheet =
                new Sheet(
                        Texts.of("accounts.edit.title", base.getName()),
                        Texts.of("accounts.edit.text"),
                        Texts.of("accounts.edit.verb"));
        name.setText(base.getName());
        name.setId("edit-name");
        overdraft.setText(typed(base.getOverdraftLimitNanos()));
        overdraft.setId("edit-overdraft");
        sheet.with(
                new VBox(4, Described.label(Texts.of("accounts.name"), name), name),
                new VBox(4, Described.label(Texts.of("accounts.overdraft"), overdraft), overdraft),
                reason);
        sheet.confirmButton().setId("edit-confirm");
        sheet.onConfirm(() -> save(sheet));
        bench.overlay().show(sheet);
    }

    private String typed(long nanos) {
        return bench.formats().exactMoney(nanos).replaceAll("[^0-9.,]", "");
    }

    private void save(Sheet sheet) {
        OptionalLong nanos = MoneyInput.parse(overdraft.getText());
        if (name.getText().isBlank()) {
            sheet.problem(Texts.of("accounts.name.missing"));
        } else if (nanos.isEmpty() || nanos.getAsLong() < 0) {
            sheet.problem(Texts.of("accounts.overdraft.wrong"));
        } else if (!reason.problem().isEmpty()) {
            sheet.problem(reason.problem());
        } else {
            save(sheet, new EditModel.Fields(name.getText(), nanos.getAsLong()), reason.reason());
        }
    }

    private void save(Sheet sheet, EditModel.Fields fields, String why) {
        sheet.busy(true);
        model.save(
                fields,
                why,
                saved -> {
                    sheet.leave();
                    saved(saved, why);
                },
                failure -> sheet.problem(failure.text()));
    }

    private void saved(EditModel.Saved saved, String why) {
        switch (saved) {
            case EditModel.Saved.Done(Account account) -> {
                bench.toasts().done(Texts.of("accounts.edit.done", account.getName()));
                changed.run();
            }
            case EditModel.Saved.Conflict(AccountMerge merge) -> merge(merge, why);
        }
    }

    private void merge(AccountMerge merge, String why) {
        bench.overlay()
                .show(
                        MergeSheet.of(
                                merge.base().getName(),
                                merge,
                                (field, fields) -> field.shown(fields, bench.formats()),
                                why,
                                (decision, sheet) -> {
                                    model.continueFrom(merge);
                                    save(
                                            sheet,
                                            merge.merged(decision.takeTheirs()),
                                            decision.reason());
                                }));
    }
}
