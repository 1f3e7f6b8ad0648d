package io.weighbridge.backend.pricing;

import java.util.List;

/// A version of all prices.
///
/// @param id the book
/// @param version rises with each change of the draft
/// @param note for people
/// @param basedOnId the book it was copied from, 0 for none
/// @param createdAtMs when the draft was made
/// @param publishedAtMs 0 for a draft
/// @param effectiveAtMs 0 for a draft, else the instant from which it is in force
/// @param rates all rates
/// @param fees all fees
public record PriceBook(
        long id,
        long version,
        String note,
        long basedOnId,
        long createdAtMs,
        long publishedAtMs,
        long effectiveAtMs,
        List<Rate> rates,
        List<Fee> fees) {
    /// The most rates that a book may have.
    public static final int RATES_MAX = 200_000;

    public PriceBook {
        rates = List.copyOf(rates);
        fees = List.copyOf(fees);
    }

    /// Whether it can still be changed.
    public boolean isDraft() {
        return publishedAtMs == 0;
    }

    /// The same without its rates and fees.
    PriceBook withoutPrices() {
        return new PriceBook(
                id,
                version,
                note,
                basedOnId,
                createdAtMs,
                publishedAtMs,
                effectiveAtMs,
                List.of(),
                List.of());
    }
}
