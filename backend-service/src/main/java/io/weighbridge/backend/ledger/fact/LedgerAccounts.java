package io.weighbridge.backend.ledger.fact;

/// The installation's own ledger accounts. Grants are ledger accounts under their own ids,
/// overdrafts under their accounts' ids; both are far above these.
public final class LedgerAccounts {
    /// Prices charged.
    public static final long USAGE_REVENUE = 1;

    /// Service fees charged.
    public static final long FEE_REVENUE = 2;

    /// Credit sold: grows below zero by what was bought.
    public static final long PURCHASES = 3;

    /// Credit given away.
    public static final long PROMOTIONS = 4;

    /// Corrections, both ways.
    public static final long ADJUSTMENTS = 5;

    /// Credit that expired unused.
    public static final long BREAKAGE = 6;

    /// Highest of these ids.
    public static final long LAST = 99;

    private LedgerAccounts() {}
}
