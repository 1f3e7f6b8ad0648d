package io.weighbridge.console.feature.adjust;

import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.AdjustmentReason;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Why credit is adjusted, each with the letter that picks it.
enum ReasonKeys {
    GOODWILL('g', AdjustmentReason.ADJUSTMENT_REASON_GOODWILL),
    SERVICE_FAILURE('s', AdjustmentReason.ADJUSTMENT_REASON_SERVICE_FAILURE),
    WRONG_CHARGE('c', AdjustmentReason.ADJUSTMENT_REASON_WRONG_CHARGE),
    WRONG_GRANT('r', AdjustmentReason.ADJUSTMENT_REASON_WRONG_GRANT),
    FRAUD('f', AdjustmentReason.ADJUSTMENT_REASON_FRAUD),
    TEST('t', AdjustmentReason.ADJUSTMENT_REASON_TEST);

    private final char letter;
    private final AdjustmentReason reason;

    ReasonKeys(char letter, AdjustmentReason reason) {
        this.letter = letter;
        this.reason = reason;
    }

    AdjustmentReason reason() {
        return reason;
    }

    char letter() {
        return letter;
    }

    String text() {
        return text(reason);
    }

    /// The reason's words; a reason that this console does not know is shown as it is called.
    static String text(AdjustmentReason reason) {
        String key = "adjust.reason." + reason.name();
        return Texts.has(key) ? Texts.of(key) : reason.name();
    }

    /// The one of a letter that was typed.
    static Optional<ReasonKeys> of(String typed) {
        return List.of(values()).stream()
                .filter(key -> typed.toLowerCase(Locale.ROOT).equals(String.valueOf(key.letter)))
                .findFirst();
    }
}
