package io.weighbridge.console.feature.keys;

import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ApiKey;

import java.util.Locale;

/// Whether calls with a key are let through, and if not, why.
enum KeyState {
    ACTIVE("ok"),
    /// Works, and so does the secret before the last rotation.
    ROTATING("watch"),
    /// Its credit limit of this period is used up.
    SPENT("over"),
    EXPIRED("over"),
    REVOKED("blocked");

    private final String style;

    KeyState(String style) {
        this.style = style;
    }

    /// The style class of its chip.
    String style() {
        return style;
    }

    String text() {
        return Texts.of("keys.state." + name().toLowerCase(Locale.ROOT));
    }

    static KeyState of(ApiKey key, long nowMs) {
        if (key.getRevokedAtMs() > 0) {
            return REVOKED;
        }
        long expiresAtMs = key.getSettings().getExpiresAtMs();
        if (expiresAtMs > 0 && expiresAtMs <= nowMs) {
            return EXPIRED;
        }
        if (key.getSettings().hasCreditLimit()
                && key.getSpentNanos() >= key.getSettings().getCreditLimit().getAmountNanos()) {
            return SPENT;
        }
        return key.getPreviousUntilMs() > nowMs ? ROTATING : ACTIVE;
    }
}
