package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.AttemptOutcome;
import io.weighbridge.proto.v1.AutoTopUp;
import io.weighbridge.proto.v1.AutoTopUpAttempt;
import io.weighbridge.proto.v1.AutoTopUpState;
import io.weighbridge.proto.v1.SavedCard;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;

/// How automatic top-ups, their cards and their charges stand, in words.
final class TopUpWords {
    private TopUpWords() {}

    /// Whether it waits after declined charges.
    static boolean isWaiting(AutoTopUp topUp, long nowMs) {
        return topUp.getState() == AutoTopUpState.AUTO_TOP_UP_STATE_ARMED
                && topUp.getNextTryMs() > nowMs;
    }

    static String state(AutoTopUp topUp, long nowMs) {
        return isWaiting(topUp, nowMs)
                ? Texts.of("accounts.topup.state.waits")
                : Texts.word("accounts.topup.state.", topUp.getState().name());
    }

    static String stateStyle(AutoTopUp topUp, long nowMs) {
        return switch (topUp.getState()) {
            case AUTO_TOP_UP_STATE_ARMED -> isWaiting(topUp, nowMs) ? "watch" : "ok";
            case AUTO_TOP_UP_STATE_DISARMED -> "over";
            case AUTO_TOP_UP_STATE_OFF, AUTO_TOP_UP_STATE_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    }

    /// What that means.
    static String meaning(AutoTopUp topUp, List<SavedCard> cards, Formats formats) {
        return switch (topUp.getState()) {
            case AUTO_TOP_UP_STATE_ARMED ->
                    isWaiting(topUp, formats.clock().millis())
                            ? Texts.of(
                                    "accounts.topup.waits",
                                    formats.count(topUp.getFailures()),
                                    formats.instant(topUp.getNextTryMs()),
                                    formats.relative(topUp.getNextTryMs()))
                            : foreseen(TopUpWish.of(topUp), cards, formats);
            case AUTO_TOP_UP_STATE_DISARMED ->
                    Texts.of("accounts.topup.disarmed", topUp.getReason());
            case AUTO_TOP_UP_STATE_OFF, AUTO_TOP_UP_STATE_UNSPECIFIED, UNRECOGNIZED ->
                    Texts.of("accounts.topup.nothing");
        };
    }

    /// What the cards were asked for, of what they may be; empty for one that was never set.
    static String spent(AutoTopUp topUp, Formats formats) {
        return topUp.getVersion() == 0
                ? ""
                : Texts.of(
                        "accounts.topup.spent",
                        formats.money(topUp.getDaySpentNanos()),
                        formats.money(topUp.getDailyCapNanos()),
                        formats.money(topUp.getMonthSpentNanos()),
                        formats.money(topUp.getMonthlyCapNanos()));
    }

    /// What happens while it is armed so.
    static String foreseen(TopUpWish wish, List<SavedCard> cards, Formats formats) {
        return Texts.of(
                "accounts.topup.foreseen",
                formats.money(wish.thresholdNanos()),
                cards.isEmpty() ? Texts.of("accounts.topup.card") : card(cards.getFirst()),
                formats.money(wish.amountNanos()));
    }

    /// A card as its owner knows it.
    static String card(SavedCard card) {
        String brand = card.getBrand();
        String name =
                brand.isEmpty()
                        ? Texts.of("accounts.topup.card")
                        : Character.toUpperCase(brand.charAt(0)) + brand.substring(1);
        return Texts.of("accounts.topup.card.ends", name, card.getLast4());
    }

    /// The card of a charge; one that was removed by its id.
    static String card(AutoTopUpAttempt attempt, List<SavedCard> cards) {
        return cards.stream()
                .filter(card -> card.getCard().equals(attempt.getCard()))
                .findFirst()
                .map(TopUpWords::card)
                .orElseGet(() -> Texts.of("accounts.topup.card.removed", attempt.getCard()));
    }

    /// Until when a card can be charged.
    static String expiry(SavedCard card, long nowMs) {
        YearMonth now = YearMonth.from(Instant.ofEpochMilli(nowMs).atOffset(ZoneOffset.UTC));
        boolean isOver =
                !card.getExpiry().isEmpty() && card.getExpiry().compareTo(now.toString()) < 0;
        return isOver ? Texts.of("accounts.topup.card.over", card.getExpiry()) : card.getExpiry();
    }

    static String outcome(AutoTopUpAttempt attempt) {
        return Texts.word("accounts.topup.outcome.", attempt.getOutcome().name());
    }

    static String outcomeStyle(AutoTopUpAttempt attempt) {
        AttemptOutcome outcome = attempt.getOutcome();
        return switch (outcome) {
            case ATTEMPT_OUTCOME_PAID -> "ok";
            case ATTEMPT_OUTCOME_OPEN -> "watch";
            case ATTEMPT_OUTCOME_DECLINED -> "over";
            case ATTEMPT_OUTCOME_NOT_CHARGED, ATTEMPT_OUTCOME_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    }
}
