package io.weighbridge.backend.crash;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/// One grant (above 0) or taking of credit as the client knows it.
final class CreditOperation {
    final UUID id;
    final Catalogue.Payer payer;
    final long amountNanos;
    final long expiresAtMs;
    // What the backend said, without whether it was a repeat; null while not known.
    @Nullable String answer;

    CreditOperation(UUID id, Catalogue.Payer payer, long amountNanos, long expiresAtMs) {
        this.id = id;
        this.payer = payer;
        this.amountNanos = amountNanos;
        this.expiresAtMs = expiresAtMs;
    }

    String command() {
        return amountNanos > 0
                ? "grant " + payer.id() + ' ' + amountNanos + ' ' + expiresAtMs
                : "take " + payer.id() + ' ' + -amountNanos;
    }
}
