package io.weighbridge.backend.attribution;

/// What a series has of each hour or day: figures of a [CostRow]. The number is sent.
enum CostSum {
    /// Which of them are known, see [#known].
    KNOWN(1),
    ACTIVE_US(2),
    IDLE_US(3),
    UNKNOWN_US(4),
    ENERGY_MJ(5),
    ENERGY_UNKNOWN_US(6),
    COST_NANOS(7),
    IDLE_COST_NANOS(8),
    EARNED_NANOS(9);

    private static final long ROW = 1;
    private static final long ENERGY = 2;
    private static final long COST = 4;
    private static final long MARGIN = 8;

    private final int number;

    CostSum(int number) {
        this.number = number;
    }

    /// Its number in the contract.
    int number() {
        return number;
    }

    /// Its place among them.
    int place() {
        return number - 1;
    }

    /// Of what somebody took in an hour, as far as it is known: parts add up to the whole.
    long of(Amounts amounts) {
        return switch (this) {
            case KNOWN -> known(amounts);
            case ACTIVE_US -> amounts.active().us();
            case IDLE_US -> amounts.idle().us();
            case UNKNOWN_US -> amounts.unknown().us();
            case ENERGY_MJ -> amounts.taken().energyMj();
            case ENERGY_UNKNOWN_US -> amounts.taken().energyUnknownUs();
            case COST_NANOS -> amounts.taken().costNanos();
            case IDLE_COST_NANOS -> amounts.idle().costNanos();
            case EARNED_NANOS -> amounts.earnedNanos();
        };
    }

    // That there is anything at all, and which of energy, cost and margin.
    private static long known(Amounts amounts) {
        return ROW
                | (amounts.energyMj().isPresent() ? ENERGY : 0)
                | (amounts.costNanos().isPresent() ? COST : 0)
                | (amounts.marginNanos().isPresent() ? MARGIN : 0);
    }
}
