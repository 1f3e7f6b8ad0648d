package io.weighbridge.backend.operators.approvals;

import io.weighbridge.backend.ledger.accounts.Adjustment;
import io.weighbridge.backend.ledger.accounts.Asked;
import io.weighbridge.backend.ledger.accounts.PaymentRefund;
import io.weighbridge.backend.platform.audit.JsonText;
import io.weighbridge.model.IdKind;

/// Approvals and limits as the audit log keeps them.
final class ApprovalJson {
    private ApprovalJson() {}

    static String of(Approval approval) {
        Asked asked = approval.asked();
        JsonText json =
                JsonText.object()
                        .add("state", approval.state().name())
                        .add("account", IdKind.ACCOUNT.format(asked.accountId()))
                        .add("operation", asked.operationId().toString())
                        .add("amountNanos", asked.amountNanos());
        return of(json, asked)
                .add("note", asked.note())
                .add("requestHash", approval.requestHash())
                .add("requester", IdKind.OPERATOR.format(approval.requesterId()))
                .add("requesterPerson", approval.requesterPerson())
                .add("expiresAtMs", approval.expiresAtMs())
                .add(
                        "decider",
                        approval.deciderId() == 0
                                ? ""
                                : IdKind.OPERATOR.format(approval.deciderId()))
                .add("deciderPerson", approval.deciderPerson())
                .add("outcome", approval.outcome())
                .toString();
    }

    private static JsonText of(JsonText json, Asked asked) {
        return switch (asked) {
            case Adjustment adjustment ->
                    json.add("creditExpiresAtMs", adjustment.expiresAtMs())
                            .add("reason", adjustment.reason().name());
            case PaymentRefund refund ->
                    json.add("order", IdKind.ORDER.format(refund.orderId()))
                            .add("payment", IdKind.PAYMENT.format(refund.paymentId()))
                            .add("evenBelowZero", refund.evenBelowZero());
        };
    }

    static String of(AdjustmentLimit limit) {
        return JsonText.object()
                .add("unlimited", limit.unlimited())
                .add("singleNanos", limit.singleNanos())
                .add("dayNanos", limit.dayNanos())
                .toString();
    }
}
