package io.weighbridge.backend.usage;

/// What a series has of each bucket.
enum SeriesSum {
    CALLS(1, "calls"),
    FAILED_CALLS(2, "failed_calls"),
    UNRATED_CALLS(3, "unrated_calls"),
    /// Input and output tokens.
    TOKENS(4, "input_tokens + output_tokens"),
    PRICE(5, "price_nanos"),
    CHARGE(6, "charge_nanos"),
    REFUNDED(7, "refunded_nanos"),
    COSTED_CALLS(8, "costed_calls"),
    COST(9, "cost_nanos"),
    COSTED_CHARGE(10, "costed_charge_nanos");

    private final int number;
    private final String sql;

    SeriesSum(int number, String sql) {
        this.number = number;
        this.sql = sql;
    }

    /// Its number in the contract.
    int number() {
        return number;
    }

    /// Of a row of sums by service.
    String sql() {
        return sql;
    }
}
