package io.weighbridge.console.feature.adjust;

import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Approval;

/// What was asked for, in words: an adjustment, whose amount has a sign, or a refund.
final class AskedWords {
    private AskedWords() {}

    static long amountNanos(Approval approval) {
        return approval.hasRefund()
                ? approval.getRefund().getAmountNanos()
                : approval.getRequest().getAmountNanos();
    }

    /// For a table.
    static String amount(Approval approval, Formats formats) {
        return approval.hasRefund()
                ? formats.money(amountNanos(approval))
                : formats.change(amountNanos(approval));
    }

    /// To the last digit.
    static String exactAmount(Approval approval, Formats formats) {
        return approval.hasRefund()
                ? formats.exactMoney(amountNanos(approval))
                : formats.exactChange(amountNanos(approval));
    }

    static String reason(Approval approval) {
        return approval.hasRefund()
                ? Texts.of("adjust.refund")
                : ReasonKeys.text(approval.getRequest().getReason());
    }

    static String note(Approval approval) {
        return approval.hasRefund()
                ? approval.getRefund().getReason()
                : approval.getRequest().getNote();
    }
}
