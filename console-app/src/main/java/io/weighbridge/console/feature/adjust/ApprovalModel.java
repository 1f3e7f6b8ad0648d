package io.weighbridge.console.feature.adjust;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.client.RefundRule;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Approval;
import io.weighbridge.proto.v1.ApproveReply;
import io.weighbridge.proto.v1.ApproveRequest;
import io.weighbridge.proto.v1.Balance;
import io.weighbridge.proto.v1.DeclineRequest;
import io.weighbridge.proto.v1.GetApprovalRequest;
import io.weighbridge.proto.v1.GetBalanceRequest;
import io.weighbridge.proto.v1.GetOrderRequest;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.TopUpOrder;
import io.weighbridge.proto.v1.WithdrawRequest;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// One request, and its decision.
final class ApprovalModel {
    private final BackendClient client;
    private final Operator me;
    private final String id;
    private final Lane reading;
    private final Lane deciding;
    private final ReadOnlyObjectWrapper<Loadable<Asked>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());

    /// A request and its account's balance now.
    ///
    /// @param order whose payment a refund gives back; null with an adjustment
    record Asked(Approval approval, Balance balance, @Nullable TopUpOrder order) {
        /// What it would give the account now; below 0 what it would take.
        long changeNanos() {
            if (order == null) {
                return approval.getRequest().getAmountNanos();
            }
            return order.getPaymentsList().stream()
                    .filter(
                            payment ->
                                    payment.getPayment().equals(approval.getRefund().getPayment()))
                    .mapToLong(
                            payment ->
                                    -RefundRule.takenNanos(
                                            order, payment, approval.getRefund().getAmountNanos()))
                    .sum();
        }
    }

    ApprovalModel(BackendClient client, Background background, Operator me, String id) {
        this.client = client;
        this.me = me;
        this.id = id;
        this.reading = background.lane();
        this.deciding = background.lane();
    }

    void read() {
        reading.run(
                this::asked,
                asked -> state.set(new Loadable.Ready<>(asked)),
                failure -> {
                    if (!(state.get() instanceof Loadable.Ready<Asked>)
                            || !failure.isConnection()) {
                        state.set(new Loadable.Failed<>(failure));
                    }
                });
    }

    private Asked asked() {
        Approval approval =
                client.approvals()
                        .getApproval(GetApprovalRequest.newBuilder().setApproval(id).build());
        Balance balance =
                client.accounts()
                        .getBalance(
                                GetBalanceRequest.newBuilder()
                                        .setAccount(approval.getAccount())
                                        .build());
        return new Asked(
                approval,
                balance,
                approval.hasRefund()
                        ? client.payments()
                                .getOrder(
                                        GetOrderRequest.newBuilder()
                                                .setOrder(approval.getOrder())
                                                .build())
                        : null);
    }

    /// Why the operator cannot approve or decline it; empty when that can be done.
    static String approveRefusal(Operator me, Approval approval) {
        if (!ApprovalsModel.isPending(approval)) {
            return Texts.of("adjust.closed");
        }
        if (me.getRole() != Role.ROLE_ADMIN && me.getRole() != Role.ROLE_FINANCE) {
            return Texts.of("adjust.role.approve");
        }
        return approval.getRequester().equals(me.getId()) ? Texts.of("adjust.same-person") : "";
    }

    /// Why the operator cannot decline it.
    static String declineRefusal(Operator me, Approval approval) {
        String refusal = approveRefusal(me, approval);
        return refusal.equals(Texts.of("adjust.same-person"))
                ? Texts.of("adjust.own.withdraw")
                : refusal;
    }

    /// Why the operator cannot withdraw it.
    static String withdrawRefusal(Operator me, Approval approval) {
        if (!ApprovalsModel.isPending(approval)) {
            return Texts.of("adjust.closed");
        }
        return approval.getRequester().equals(me.getId()) ? "" : Texts.of("adjust.not-own");
    }

    /// Lets exactly what was shown move money.
    void approve(Approval shown, Consumer<ApproveReply> done, Consumer<Failure> failed) {
        ApproveRequest request =
                ApproveRequest.newBuilder()
                        .setApproval(id)
                        .setRequestHash(shown.getRequestHash())
                        .build();
        decide(() -> client.approvals().approve(request), done, failed);
    }

    void decline(String reason, Consumer<Approval> done, Consumer<Failure> failed) {
        DeclineRequest request =
                DeclineRequest.newBuilder().setApproval(id).setReason(reason.strip()).build();
        decide(() -> client.approvals().decline(request), done, failed);
    }

    void withdraw(Consumer<Approval> done, Consumer<Failure> failed) {
        WithdrawRequest request = WithdrawRequest.newBuilder().setApproval(id).build();
        decide(() -> client.approvals().withdraw(request), done, failed);
    }

    private <T> void decide(Callable<T> call, Consumer<T> done, Consumer<Failure> failed) {
        deciding.run(
                call,
                answer -> {
                    done.accept(answer);
                    read();
                },
                failure -> {
                    failed.accept(told(failure));
                    read();
                });
    }

    private static Failure told(Failure failure) {
        return failure.code().equals("SAME_PERSON")
                ? new Failure(failure.code(), Texts.of("adjust.same-person"), false)
                : failure;
    }

    Operator me() {
        return me;
    }

    void cancel() {
        reading.cancel();
    }

    ReadOnlyObjectProperty<Loadable<Asked>> stateProperty() {
        return state.getReadOnlyProperty();
    }
}
