package io.weighbridge.backend.pricing.importing;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/// A field of a model that was not taken over.
///
/// @param field its name
/// @param reason why
/// @param why the same for people
/// @param key the price that it would have been; null when it would have been none
/// @param variantOf the field that it is a variant of; "" for none
/// @param amount of a variant, where it is a number
record FieldLeft(
        String field,
        FieldReason reason,
        String why,
        @Nullable RateKey key,
        String variantOf,
        @Nullable BigDecimal amount) {
    static FieldLeft of(String field, FieldReason reason, String why) {
        return new FieldLeft(field, reason, why, null, "", null);
    }

    /// Whether the model has a price here that the book will not have.
    boolean leavesGap() {
        return key != null && reason != FieldReason.COVERED && reason != FieldReason.OTHER_MEASURE;
    }
}
