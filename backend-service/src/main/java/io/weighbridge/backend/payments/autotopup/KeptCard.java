package io.weighbridge.backend.payments.autotopup;

import io.weighbridge.backend.payments.provider.CardOnFile;

/// A saved card of an account.
///
/// @param provider who keeps it
/// @param orderId on whose page its owner agreed
/// @param consentedAtMs when
/// @param removedAtMs 0: not
public record KeptCard(
        long id,
        long accountId,
        String provider,
        CardOnFile card,
        long orderId,
        long consentedAtMs,
        long savedAtMs,
        long removedAtMs) {
    boolean isRemoved() {
        return removedAtMs != 0;
    }
}
