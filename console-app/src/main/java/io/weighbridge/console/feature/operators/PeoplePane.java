package io.weighbridge.console.feature.operators;

import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.SecretSheet;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.CreateOperatorRequest;
import io.weighbridge.proto.v1.Operator;

import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.List;
import java.util.function.Consumer;

/// The people who may log in.
final class PeoplePane {
    private final Workbench bench;
    private final OperatorsModel model;
    private final VBox root = new VBox(8);
    private final DataTable<Operator> table;
    private final StatePane state;

    PeoplePane(Workbench bench, OperatorsModel model) {
        this.bench = bench;
        this.model = model;
        this.table = table();
        Button create =
                new Button(Texts.of("operators.create"), new FontIcon(ConsoleAction.NEW.icon()));
        create.setId("create-operator");
        create.getStyleClass().add("accent");
        create.setOnAction(_ -> create());
        Button edit = new Button(Texts.of("operators.edit"));
        edit.setId("edit-operator");
        edit.setOnAction(_ -> withSelected(this::edit));
        Button reset = new Button(Texts.of("operators.reset"));
        reset.setId("reset-password");
        reset.setOnAction(_ -> withSelected(this::reset));
        for (Button button : List.of(edit, reset)) {
            button.disableProperty()
                    .bind(table.node().getSelectionModel().selectedItemProperty().isNull());
        }
        HBox bar = new HBox(8, create, edit, reset);
        bar.setAlignment(Pos.CENTER_LEFT);
        state =
                new StatePane(
                        table.node(),
                        Texts.of("operators.empty"),
                        Texts.of("operators.empty.text"),
                        model::load);
        VBox.setVgrow(state, Priority.ALWAYS);
        root.getStyleClass().add("tab-room");
        root.getChildren().addAll(bar, state);
    }

    Parent node() {
        return root;
    }

    void load() {
        model.load();
    }

    void begin(Subscriptions subscriptions) {
        subscriptions.watch(
                model.operatorsProperty(),
                read -> {
                    state.show(read);
                    if (read instanceof Loadable.Ready<List<Operator>>(var list)) {
                        table.setRows(list);
                    }
                });
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

    private void withSelected(Consumer<Operator> use) {
        Operator operator = table.selected();
        if (operator != null) {
            use.accept(operator);
        }
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
        sheet.onConfirm(
                () -> {
                    sheet.busy(true);
                    model.update(
                            form.update(operator),
                            form.reason(),
                            reply -> {
                                sheet.leave();
                                bench.toasts()
                                        .done(
                                                Texts.of(
                                                        reply.getKeysRevoked() == 0
                                                                ? "operators.edit.done"
                                                                : "operators.edit.done.keys",
                                                        operator.getName(),
                                                        bench.formats()
                                                                .count(reply.getKeysRevoked())));
                            },
                            failure -> {
                                if (failure.code().equals("KEYS_UNDECIDED")) {
                                    form.askForKeys();
                                }
                                sheet.problem(failure.text());
                            });
                });
        bench.overlay().show(sheet);
    }

    private void reset(Operator operator) {
        CheckBox totp = new CheckBox(Texts.of("operators.reset.totp"));
        totp.setDisable(!operator.getTotp());
        TextField reason = new TextField();
        reason.setId("reason");
        reason.setPromptText(Texts.of("common.reason.prompt"));
        Sheet sheet =
                new Sheet(
                        Texts.of("operators.reset.title", operator.getName()),
                        Texts.of("operators.reset.text"),
                        Texts.of("operators.reset.verb"));
        sheet.dangerous()
                .with(totp, Described.label(Texts.of("common.reason"), reason), reason)
                .onConfirm(
                        () -> {
                            sheet.busy(true);
                            model.resetPassword(
                                    operator,
                                    totp.isSelected(),
                                    reason.getText(),
                                    reply -> {
                                        sheet.leave();
                                        showPassword(operator.getName(), reply.getPassword());
                                    },
                                    failure -> sheet.problem(failure.text()));
                        });
        bench.overlay().show(sheet);
    }
}
