package io.weighbridge.backend.codes;

import io.weighbridge.backend.platform.audit.JsonText;
import io.weighbridge.model.IdKind;

/// Batches and codes as the audit log has them: without a code, and without its digest.
final class CodeJson {
    private CodeJson() {}

    static String of(CodeBatch batch) {
        CodeTerms terms = batch.terms();
        return JsonText.object()
                .add("campaign", terms.campaign())
                .add("count", terms.count())
                .add("amountNanos", terms.amountNanos())
                .add("creditExpiresAtMs", terms.creditExpiresAtMs())
                .add("creditExpiresDays", terms.creditExpiresDays())
                .add("redeemUntilMs", terms.redeemUntilMs())
                .add("oncePerAccount", terms.oncePerAccount())
                .add("exportedAtMs", batch.exportedAtMs())
                .add("voidedAtMs", batch.voidedAtMs())
                .toString();
    }

    static String of(KeptCode code) {
        return JsonText.object()
                .add("campaign", code.campaign())
                .add("hint", code.hint())
                .add("state", code.state().name())
                .add("account", IdKind.ACCOUNT.formatOrNone(code.accountId()))
                .add("amountNanos", code.amountNanos())
                .add("expiresAtMs", code.expiresAtMs())
                .toString();
    }
}
