package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.MoneyInput;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Account;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

import java.util.OptionalLong;

/// The form for an account's name and overdraft, and the choice when somebody else saved first.
final class EditSheet {
    private final Workbench bench;
    private final EditModel model;
    private final Runnable changed;
    private final TextField name = new TextField();
    private final TextField overdraft = new TextField();

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
                new VBox(4, Described.label(Texts.of("accounts.overdraft"), overdraft), overdraft));
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
        } else {
            save(sheet, new EditModel.Fields(name.getText(), nanos.getAsLong()));
        }
    }

    private void save(Sheet sheet, EditModel.Fields fields) {
        sheet.busy(true);
        model.save(
                fields,
                saved -> {
                    sheet.leave();
                    switch (saved) {
                        case EditModel.Saved.Done(Account account) -> {
                            bench.toasts().done(Texts.of("accounts.edit.done", account.getName()));
                            changed.run();
                        }
                        case EditModel.Saved.Conflict(EditModel.Merge merge) -> choose(merge);
                    }
                },
                failure -> sheet.problem(failure.text()));
    }

    private void choose(EditModel.Merge merge) {
        Sheet sheet =
                new Sheet(
                        Texts.of("accounts.conflict.title", merge.base().getName()),
                        Texts.of(
                                merge.isAgainst()
                                        ? "accounts.conflict.against"
                                        : "accounts.conflict.beside"),
                        Texts.of(
                                merge.isAgainst()
                                        ? "accounts.conflict.mine"
                                        : "accounts.conflict.both"));
        Button theirs = new Button(Texts.of("accounts.conflict.theirs"));
        theirs.setId("conflict-theirs");
        theirs.setOnAction(
                _ -> {
                    sheet.leave();
                    changed.run();
                });
        sheet.with(table(merge), theirs);
        sheet.confirmButton().setId("conflict-mine");
        sheet.onConfirm(
                () -> {
                    model.continueFrom(merge);
                    save(sheet, merge.mine());
                });
        bench.overlay().show(sheet);
    }

    private Node table(EditModel.Merge merge) {
        GridPane grid = new GridPane(16, 6);
        grid.setId("conflict");
        grid.addRow(
                0,
                new Label(),
                head("accounts.conflict.before"),
                head("accounts.conflict.now"),
                head("accounts.conflict.yours"));
        grid.addRow(
                1,
                head("accounts.name"),
                new Label(merge.base().getName()),
                marked(merge.theirs().getName(), merge.base().getName()),
                marked(merge.mine().name(), merge.base().getName()));
        grid.addRow(
                2,
                head("accounts.overdraft"),
                new Label(money(merge.base().getOverdraftLimitNanos())),
                marked(
                        money(merge.theirs().getOverdraftLimitNanos()),
                        money(merge.base().getOverdraftLimitNanos())),
                marked(
                        money(merge.mine().overdraftNanos()),
                        money(merge.base().getOverdraftLimitNanos())));
        return grid;
    }

    private String money(long nanos) {
        return bench.formats().exactMoney(nanos);
    }

    private static Label head(String key) {
        Label label = new Label(Texts.of(key));
        label.getStyleClass().add("muted");
        return label;
    }

    // What was changed stands out: bold, and with a mark for who does not see it.
    private static Label marked(String text, String before) {
        Label label = new Label(text.equals(before) ? text : text + " *");
        if (!text.equals(before)) {
            label.getStyleClass().add("account-changed");
        }
        return label;
    }
}
