package io.weighbridge.console.feature.operators;

import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.MergeSheet;
import io.weighbridge.console.control.SecretSheet;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.CreateOperatorRequest;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.UpdateOperatorRequest;

import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.function.Consumer;

/// The people who may log in.
final class PeoplePane {
    private final Workbench bench;
    private final OperatorsModel model;
    private final ListTab<Operator> tab;

    PeoplePane(Workbench bench, OperatorsModel model) {
        this.bench = bench;
        this.model = model;
        DataTable<Operator> table = table();
        Button create =
                new Button(Texts.of("operators.create"), new FontIcon(ConsoleAction.NEW.icon()));
        create.setId("create-operator");
        create.getStyleClass().add("accent");
        create.setOnAction(_ -> create());
        Button edit = ListTab.onSelected(table, Texts.of("operators.edit"), this::edit);
        edit.setId("edit-operator");
        Button reset = ListTab.onSelected(table, Texts.of("operators.reset"), this::reset);
        reset.setId("reset-password");
        tab =
                new ListTab<>(
                                table,
                                new StatePane(
                                        table.node(),
                                        Texts.of("operators.empty"),
                                        Texts.of("operators.empty.text"),
                                        model::load),
                                model.paging(),
                                create,
                                edit,
                                reset)
                        .does(ConsoleAction.EDIT, edit)
                        .does(ConsoleAction.PASSWORD, reset);
    }

    ListTab<Operator> tab() {
        return tab;
    }

    void load() {
        model.load();
    }

    private DataTable<Operator> table() {
        DataTable<Operator> made =
                new DataTable<Operator>(Texts.of("operators.people"), Operator::getId)
                        .text(Texts.of("operators.name"), 150, Operator::getName)
                        .text(Texts.of("operators.display"), 170, Operator::getDisplayName)
                        .text(
                                Texts.of("operators.role"),
                                110,
                                operator -> OperatorForm.roleText(operator.getRole()))
                        .text(Texts.of("operators.state"), 100, PeoplePane::stateText)
                        .text(
                                Texts.of("operators.totp"),
                                110,
                                operator ->
                                        Texts.of(
                                                operator.getTotp()
                                                        ? "operators.totp.yes"
                                                        : "operators.totp.no"))
                        .text(Texts.of("operators.person"), 170, Operator::getPerson)
                        .figure(
                                Texts.of("operators.password-set"),
                                130,
                                Operator::getPasswordSetAtMs,
                                operator -> bench.formats().relative(operator.getPasswordSetAtMs()),
                                operator ->
                                        bench.formats().exactInstant(operator.getPasswordSetAtMs()))
                        .onOpen(this::edit)
                        .remember(bench.settings(), "operators");
        made.node().setId("operators");
        return made;
    }

    private static String stateText(Operator operator) {
        return Texts.of(operator.getDisabled() ? "operators.disabled" : "operators.enabled");
    }

    void create() {
        OperatorForm form = OperatorForm.forNew();
        Sheet sheet =
                new Sheet(
                        Texts.of("operators.create.title"),
                        Texts.of("operators.create.text"),
                        Texts.of("operators.create.verb"));
        sheet.with(form.node());
        sheet.onConfirm(
                () -> {
                    CreateOperatorRequest request = form.creation();
                    sheet.busy(true);
                    model.create(
                            request,
                            form.reason(),
                            reply -> {
                                sheet.leave();
                                showPassword(request.getName(), reply.getPassword());
                            },
                            failure -> sheet.problem(failure.text()));
                });
        bench.overlay().show(sheet);
    }

    private void showPassword(String name, String password) {
        SecretSheet.show(
                bench.overlay(),
                Texts.of("operators.password.title", name),
                Texts.of("operators.password.text"),
                password);
    }

    private void edit(Operator operator) {
        OperatorForm form = OperatorForm.of(operator);
        Sheet sheet =
                new Sheet(
                        Texts.of("operators.edit.title", operator.getName()),
                        Texts.of("operators.edit.text"),
                        Texts.of("operators.edit.verb"));
        sheet.with(form.node());
        sheet.confirmButton().setId("edit-confirm");
        sheet.onConfirm(
                () -> {
                    sheet.problem(form.problem(operator));
                    if (!form.problem(operator).isEmpty()) {
                        return;
                    }
                    update(
                            operator,
                            form.update(operator),
                            form.reason(),
                            sheet,
                            failure -> {
                                if (failure.code().equals("KEYS_UNDECIDED")) {
                                    form.askForKeys();
                                }
                            });
                });
        bench.overlay().show(sheet);
    }

    private void update(
            Operator base,
            UpdateOperatorRequest wanted,
            String reason,
            Sheet sheet,
            Consumer<Failure> refused) {
        sheet.busy(true);
        model.update(
                base,
                wanted,
                reason,
                saved -> {
                    switch (saved) {
                        case OperatorsModel.Saved.Done(var reply) -> {
                            sheet.leave();
                            sayDone(base.getName(), reply.getKeysRevoked());
                        }
                        case OperatorsModel.Saved.Conflict(var merge) -> {
                            sheet.leave();
                            merge(merge, reason);
                        }
                        case OperatorsModel.Saved.Refused(var failure) -> {
                            refused.accept(failure);
                            sheet.problem(failure.text());
                        }
                    }
                });
    }

    private void sayDone(String name, long keysRevoked) {
        String text = keysRevoked == 0 ? "operators.edit.done" : "operators.edit.done.keys";
        bench.toasts().done(Texts.of(text, name, bench.formats().count(keysRevoked)));
    }

    private void merge(OperatorMerge merge, String reason) {
        KeysField keys = new KeysField();
        bench.overlay()
                .show(
                        MergeSheet.of(
                                merge.base().getName(),
                                merge,
                                OperatorField::shown,
                                reason,
                                (decision, sheet) ->
                                        update(
                                                merge.theirs(),
                                                keys.answered(
                                                                merge.theirs(),
                                                                merge
                                                                        .merged(
                                                                                decision
                                                                                        .takeTheirs())
                                                                        .toBuilder())
                                                        .build(),
                                                decision.reason(),
                                                sheet,
                                                failure -> askForKeys(failure, keys, sheet))));
    }

    // Who lost the right to make keys in this merge only was not asked for before.
    private static void askForKeys(Failure failure, KeysField keys, Sheet sheet) {
        if (failure.code().equals("KEYS_UNDECIDED") && keys.getScene() == null) {
            sheet.with(Described.label(Texts.of("operators.keys"), keys), keys);
        }
    }

    private void reset(Operator operator) {
        CheckBox totp = new CheckBox(Texts.of("operators.reset.totp"));
        totp.setDisable(!operator.getTotp());
        Sheet sheet =
                new Sheet(
                        Texts.of("operators.reset.title", operator.getName()),
                        Texts.of("operators.reset.text"),
                        Texts.of("operators.reset.verb"));
        sheet.confirmButton().setId("reset-confirm");
        sheet.dangerous()
                .with(totp)
                .onReason(
                        reason ->
                                model.resetPassword(
                                        operator,
                                        totp.isSelected(),
                                        reason,
                                        reply -> {
                                            sheet.leave();
                                            showPassword(operator.getName(), reply.getPassword());
                                        },
                                        failure -> sheet.problem(failure.text())));
        bench.overlay().show(sheet);
    }
}
