package io.weighbridge.backend.payments.autotopup;

import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AttemptOutcome;
import io.weighbridge.proto.v1.AutoTopUpAttempt;
import io.weighbridge.proto.v1.AutoTopUpState;
import io.weighbridge.proto.v1.SavedCard;

/// Automatic top-ups as the contract has them.
final class AutoTopUpsMapping {
    private AutoTopUpsMapping() {}

    static io.weighbridge.proto.v1.AutoTopUp toProto(AutoTopUp topUp, Spent spent) {
        return io.weighbridge.proto.v1.AutoTopUp.newBuilder()
                .setAccount(IdKind.ACCOUNT.format(topUp.accountId()))
                .setState(AutoTopUpState.forNumber(topUp.state().number()))
                .setReason(topUp.reason())
                .setThresholdNanos(topUp.thresholdNanos())
                .setAmountNanos(topUp.amountNanos())
                .setDailyCapNanos(topUp.dailyCapNanos())
                .setMonthlyCapNanos(topUp.monthlyCapNanos())
                .setFailures(topUp.failures())
                .setNextTryMs(topUp.nextTryMs())
                .setChangedAtMs(topUp.changedAtMs())
                .setDaySpentNanos(spent.dayNanos())
                .setMonthSpentNanos(spent.monthNanos())
                .setVersion(topUp.version())
                .build();
    }

    static AutoTopUpAttempt toProto(Attempt attempt) {
        return AutoTopUpAttempt.newBuilder()
                .setOrder(IdKind.ORDER.format(attempt.orderId()))
                .setCard(IdKind.CARD.format(attempt.cardId()))
                .setTotalNanos(attempt.totalNanos())
                .setOutcome(AttemptOutcome.forNumber(attempt.outcome().number()))
                .setCode(attempt.code())
                .setStartedAtMs(attempt.startedAtMs())
                .setEndedAtMs(attempt.endedAtMs())
                .build();
    }

    static SavedCard toProto(KeptCard card) {
        return SavedCard.newBuilder()
                .setCard(IdKind.CARD.format(card.id()))
                .setAccount(IdKind.ACCOUNT.format(card.accountId()))
                .setProvider(card.provider())
                .setBrand(card.card().brand())
                .setLast4(card.card().last4())
                .setExpiry(card.card().expiry())
                .setOrder(IdKind.ORDER.format(card.orderId()))
                .setConsentedAtMs(card.consentedAtMs())
                .setSavedAtMs(card.savedAtMs())
                .build();
    }
}
