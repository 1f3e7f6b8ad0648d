package io.weighbridge.console.feature.prices;

import io.weighbridge.console.text.Texts;

/// The columns of a draft's table of rates, in order.
enum RateColumn {
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
    int index() {
        return ordinal();
    }

    String title() {
        return Texts.of("prices.column." + name());
    }
}
