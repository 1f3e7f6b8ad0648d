package io.weighbridge.console.feature.prices.rows;

import io.weighbridge.console.text.Texts;

/// The columns of a draft's table of rates, in order.
public enum RateColumn {
    SERVICE,
    UNIT,
    TIER,
    PRICE,
    PER,
    ABOVE,
    ACCOUNT,
    STEPS;

    /// Where it stands; the order above is the order on the screen.
    @SuppressWarnings("EnumOrdinal")
    public int index() {
        return ordinal();
    }

    public String title() {
        return Texts.of("prices.column." + name());
    }
}
