package io.weighbridge.console.control;

/// How the values of a [HeatGrid] become colours.
public enum HeatScale {
    /// From low to high by powers of ten; 0 and less are nothing.
    AMOUNTS,
    /// In millionths of a whole, evenly, from none to all of it; 0 is a value.
    SHARES,
    /// Losses and gains, by powers of ten on either side of 0.
    MARGINS,
    /// Losses and gains in millionths of a whole, evenly: below −1,000,000 looks like that.
    MARGIN_SHARES;

    /// Whether there are values below 0, which are told apart from those above it; then the lowest
    /// is what is looked for, not the highest.
    public boolean isDiverging() {
        return this == MARGINS || this == MARGIN_SHARES;
    }

    /// Whether it is the same whatever values there are.
    boolean isFixed() {
        return this == SHARES || this == MARGIN_SHARES;
    }
}
