package io.weighbridge.backend.payments.reconcile;

import java.time.LocalTime;

/// When and what is compared by itself.
///
/// @param at the time of day, in UTC, when the day before is compared
/// @param lookBackDays how many days before that one are compared again
/// @param pendingMs how long credit may wait for the ledger
public record ReconciliationSettings(LocalTime at, int lookBackDays, long pendingMs) {}
