package io.weighbridge.backend.keys;

/// What a key may spend in each period, open holds included.
///
/// @param amountNanos 0 or more
/// @param period when it starts anew
public record CreditLimit(long amountNanos, CreditPeriod period) {}
