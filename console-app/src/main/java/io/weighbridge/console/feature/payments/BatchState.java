package io.weighbridge.console.feature.payments;

import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.CodeBatch;

import java.util.Locale;
import java.util.Optional;

/// How a batch of codes stands, as its figures and the time say it.
enum BatchState {
    /// Nobody has its codes.
    UNTOLD("watch"),
    /// Codes of it can be redeemed.
    OPEN("ok"),
    /// None is left.
    USED_UP(""),
    /// The time to redeem is over.
    ENDED(""),
    VOID("blocked");

    private final String style;

    BatchState(String style) {
        this.style = style;
    }

    static BatchState of(CodeBatch batch, long nowMs) {
        if (batch.getVoidedAtMs() != 0) {
            return VOID;
        }
        if (batch.getRedeemUntilMs() <= nowMs) {
            return ENDED;
        }
        if (batch.getExportedAtMs() == 0) {
            return UNTOLD;
        }
        return batch.getLeft() == 0 ? USED_UP : OPEN;
    }

    /// The one that an address names; empty for none, which stands for all.
    static Optional<BatchState> ofWord(String word) {
        for (BatchState state : values()) {
            if (state.word().equals(word)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    /// Its name in an address.
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String text() {
        return Texts.of("payments.batch." + name());
    }

    /// ok, watch or blocked; empty for none.
    String style() {
        return style;
    }
}
