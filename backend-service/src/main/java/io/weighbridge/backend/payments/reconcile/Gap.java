package io.weighbridge.backend.payments.reconcile;

/// How far the differences of a report are apart together, in a currency.
///
/// @param nanos amounts do not cancel each other out; the greatest long for more than fits
record Gap(long reconciliationId, String currency, long nanos) {}
