package io.weighbridge.backend.export;

/// How much an export wrote.
///
/// @param usageRecords lines of `usage.csv`, its header not counted
/// @param transfers lines of `transfers.csv`
/// @param balances lines of `balances.csv`
/// @param priceBooks books in `prices.json`
public record Exported(long usageRecords, long transfers, long balances, long priceBooks) {}
