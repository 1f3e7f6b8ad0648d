package io.weighbridge.backend.ledger;

import io.weighbridge.model.Units;

/// What a hold became, on its way to the journal.
record HoldChange(Hold hold, long heldNanos, Units covered, long expiresAtMs, Units heard) {}
