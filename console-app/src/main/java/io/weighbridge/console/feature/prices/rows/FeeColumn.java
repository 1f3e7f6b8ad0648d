package io.weighbridge.console.feature.prices.rows;

import io.weighbridge.console.text.Texts;

/// The columns of a draft's table of fees, in order.
public enum FeeColumn {
    SERVICE,
    PER_REQUEST,
    PERCENT;

    /// Where it stands; the order above is the order on the screen.
    @SuppressWarnings("EnumOrdinal")
    int index() {
        return ordinal();
    }

    public String title() {
        return Texts.of("prices.fee-column." + name());
    }
}
