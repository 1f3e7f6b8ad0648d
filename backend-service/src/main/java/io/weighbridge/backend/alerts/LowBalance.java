package io.weighbridge.backend.alerts;

/// A balance below which an account's contacts are told.
///
/// @param isBelow whether it is below, and was told
record LowBalance(long accountId, long nanos, boolean isBelow) {}
