package io.weighbridge.backend.ledger.fact;

/// First byte of each fact in the journal. A number is never given another meaning; a change of a
/// fact's fields gets a new one.
final class FactKinds {
    static final int HOLD_OPENED = 1;
    static final int HOLD_CHANGED = 2;
    static final int HOLD_DROPPED = 3;
    static final int USAGE_SETTLED = 4;
    static final int USAGE_QUARANTINED = 5;
    static final int USAGE_RATED = 6;
    static final int USAGE_REFUNDED = 7;
    static final int CREDIT_GRANTED = 8;
    static final int CREDIT_TAKEN = 9;
    static final int CREDIT_EXPIRED = 10;

    // 6 to 9 from before there was an audit log, and the same with who asked.
    static final int USAGE_RATED_BY = 11;
    static final int USAGE_REFUNDED_BY = 12;
    static final int CREDIT_GRANTED_BY = 13;
    static final int CREDIT_TAKEN_BY = 14;

    static final int CREDIT_TAKEN_BACK = 15;
    // 4 and 5 of a call whose units were estimated, with by what.
    static final int USAGE_SETTLED_ESTIMATED = 17;
    static final int USAGE_QUARANTINED_ESTIMATED = 18;
    // 4 and 5 of a call whose cost of GPUs was reckoned, with what estimated its units, empty for
    // nothing, and the cost.
    static final int USAGE_SETTLED_COSTED = 19;
    static final int USAGE_QUARANTINED_COSTED = 20;

    private FactKinds() {}
}
