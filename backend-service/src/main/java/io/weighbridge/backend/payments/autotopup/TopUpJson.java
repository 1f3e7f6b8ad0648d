package io.weighbridge.backend.payments.autotopup;

import io.weighbridge.backend.platform.audit.JsonText;
import io.weighbridge.model.IdKind;

/// Automatic top-ups and cards as the audit log has them.
final class TopUpJson {
    private TopUpJson() {}

    static String of(AutoTopUp topUp) {
        return topUp.version() == 0
                ? ""
                : JsonText.object()
                        .add("state", topUp.state().name())
                        .add("reason", topUp.reason())
                        .add("thresholdNanos", topUp.thresholdNanos())
                        .add("amountNanos", topUp.amountNanos())
                        .add("dailyCapNanos", topUp.dailyCapNanos())
                        .add("monthlyCapNanos", topUp.monthlyCapNanos())
                        .toString();
    }

    static String of(KeptCard card) {
        return JsonText.object()
                .add("account", IdKind.ACCOUNT.format(card.accountId()))
                .add("provider", card.provider())
                .add("brand", card.card().brand())
                .add("last4", card.card().last4())
                .add("expiry", card.card().expiry())
                .add("order", IdKind.ORDER.format(card.orderId()))
                .add("consentedAtMs", card.consentedAtMs())
                .toString();
    }
}
