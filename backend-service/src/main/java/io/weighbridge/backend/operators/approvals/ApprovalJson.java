package io.weighbridge.backend.operators.approvals;

import io.weighbridge.backend.ledger.accounts.Adjustment;
import io.weighbridge.backend.platform.audit.JsonText;
import io.weighbridge.model.IdKind;

/// Approvals and limits as the audit log keeps them.
final class ApprovalJson {
    private ApprovalJson() {}

    static String of(Approval approval) {
        Adjustment asked = approval.asked();
        return JsonText.object()
                .add("state", approval.state().name())
                .add("account", IdKind.ACCOUNT.format(asked.accountId()))
                .add("operation", asked.operationId().toString())
                .add("amountNanos", asked.amountNanos())
                .add("creditExpiresAtMs", asked.expiresAtMs())
                .add("reason", asked.reason().name())
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

    static String of(AdjustmentLimit limit) {
        return JsonText.object()
                .add("unlimited", limit.unlimited())
                .add("singleNanos", limit.singleNanos())
                .add("dayNanos", limit.dayNanos())
                .toString();
    }
}
