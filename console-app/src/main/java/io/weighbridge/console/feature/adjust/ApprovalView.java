package io.weighbridge.console.feature.adjust;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Approval;
import io.weighbridge.proto.v1.ApproveReply;

import javafx.beans.property.SimpleStringProperty;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.util.function.Consumer;

/// One request: all that the second person must see before deciding, and the decision.
public final class ApprovalView implements Screen {
    private final Workbench bench;
    private final ApprovalModel model;
    private final ApprovalFacts facts;
    private final StatePane pane;
    private final Subscriptions subscriptions = new Subscriptions();
    private final SimpleStringProperty approveRefusal = new SimpleStringProperty("");
    private final SimpleStringProperty declineRefusal = new SimpleStringProperty("");
    private final SimpleStringProperty withdrawRefusal = new SimpleStringProperty("");
    private final Actions.Binding approve =
            new Actions.Binding(() -> withAsked(this::approve), approveRefusal);
    private final Actions.Binding decline =
            new Actions.Binding(() -> withAsked(this::decline), declineRefusal);
    private final Actions.Binding withdraw =
            new Actions.Binding(() -> withAsked(this::withdraw), withdrawRefusal);

    public ApprovalView(Address address, Workbench bench) {
        this.bench = bench;
        this.model =
                new ApprovalModel(bench.client(), bench.background(), bench.me(), address.id());
        this.facts = new ApprovalFacts(bench);
        VBox content =
                new VBox(
                        16,
                        facts,
                        new HBox(
                                8,
                                approveButton(),
                                Buttons.of(ConsoleAction.DECLINE, decline, "decline"),
                                Buttons.of(ConsoleAction.WITHDRAW, withdraw, "withdraw")));
        pane = new StatePane(content, "", "", model::read);
        pane.getStyleClass().add("screen");
    }

    private StackPane approveButton() {
        Button button = Buttons.button(ConsoleAction.APPROVE, approve, "approve");
        button.getStyleClass().add("accent");
        return Buttons.room(button, approve);
    }

    private void withAsked(Consumer<ApprovalModel.Asked> run) {
        if (model.stateProperty().get() instanceof Loadable.Ready<ApprovalModel.Asked>(var asked)) {
            run.accept(asked);
        }
    }

    private void approve(ApprovalModel.Asked asked) {
        Approval approval = asked.approval();
        String change = AskedWords.exactAmount(approval, bench.formats());
        Sheet sheet =
                new Sheet(
                        Texts.of(
                                approval.hasRefund()
                                        ? "adjust.approve.refund"
                                        : "adjust.approve.title",
                                change,
                                approval.getAccountName()),
                        Texts.of(
                                "adjust.approve.text",
                                approval.getRequesterName(),
                                ApprovalFacts.brief(approval.getRequestHash())),
                        Texts.of("adjust.approve.verb", change));
        sheet.confirmButton().setId("approve-confirm");
        sheet.onConfirm(
                () -> {
                    sheet.busy(true);
                    model.approve(
                            approval,
                            reply -> {
                                sheet.leave();
                                approved(approval, change, reply);
                            },
                            failure -> sheet.problem(failure.text()));
                });
        bench.overlay().show(sheet);
    }

    private void approved(Approval approval, String change, ApproveReply reply) {
        String account = approval.getAccountName();
        if (!approval.hasRefund()) {
            String balance = bench.formats().exactMoney(reply.getResult().getBalanceNanos());
            bench.toasts().done(Texts.of("adjust.approve.done", change, account, balance));
            return;
        }
        switch (reply.getApproval().getState()) {
            case APPROVAL_STATE_DONE ->
                    bench.toasts().done(Texts.of("adjust.approve.refunded", change, account));
            case APPROVAL_STATE_FAILED ->
                    bench.toasts()
                            .failed(
                                    Texts.of(
                                            "adjust.approve.failed",
                                            reply.getApproval().getOutcome()));
            default -> bench.toasts().done(Texts.of("adjust.approve.later", change, account));
        }
    }

    private void decline(ApprovalModel.Asked asked) {
        Sheet sheet =
                new Sheet(
                        Texts.of(
                                "adjust.decline.title",
                                asked.approval().getRequesterName(),
                                asked.approval().getAccountName()),
                        Texts.of("adjust.decline.text"),
                        Texts.of("adjust.decline.verb"));
        TextField reason = new TextField();
        reason.setId("decline-reason");
        sheet.with(new VBox(4, Described.label(Texts.of("adjust.why"), reason), reason));
        sheet.dangerous();
        sheet.confirmButton().setId("decline-confirm");
        sheet.onConfirm(
                () -> {
                    if (reason.getText().isBlank()) {
                        sheet.problem(Texts.of("adjust.why.missing"));
                    } else {
                        sheet.busy(true);
                        model.decline(
                                reason.getText(),
                                _ -> {
                                    sheet.leave();
                                    bench.toasts().done(Texts.of("adjust.decline.done"));
                                },
                                failure -> sheet.problem(failure.text()));
                    }
                });
        bench.overlay().show(sheet);
    }

    private void withdraw(ApprovalModel.Asked asked) {
        model.withdraw(
                _ ->
                        bench.toasts()
                                .done(
                                        Texts.of(
                                                "adjust.withdraw.done",
                                                asked.approval().getAccountName())),
                failure -> bench.toasts().failed(failure.text()));
    }

    private void show(Loadable<ApprovalModel.Asked> state) {
        if (state instanceof Loadable.Ready<ApprovalModel.Asked>(var asked)) {
            facts.show(asked, ApprovalModel.approveRefusal(model.me(), asked.approval()));
            approveRefusal.set(ApprovalModel.approveRefusal(model.me(), asked.approval()));
            declineRefusal.set(ApprovalModel.declineRefusal(model.me(), asked.approval()));
            withdrawRefusal.set(ApprovalModel.withdrawRefusal(model.me(), asked.approval()));
        }
        pane.show(state);
    }

    @Override
    public Parent node() {
        return pane;
    }

    @Override
    public String title() {
        return Texts.of("adjust.request");
    }

    @Override
    public void shown() {
        subscriptions.watch(model.stateProperty(), this::show);
        subscriptions.add(bench.actions().bind(ConsoleAction.APPROVE, approve));
        subscriptions.add(bench.actions().bind(ConsoleAction.DECLINE, decline));
        subscriptions.add(bench.actions().bind(ConsoleAction.WITHDRAW, withdraw));
        subscriptions.add(
                bench.actions()
                        .bind(
                                ConsoleAction.RELOAD,
                                new Actions.Binding(model::read, new SimpleStringProperty(""))));
        model.read();
    }

    @Override
    public void hidden() {
        model.cancel();
        subscriptions.clear();
    }
}
