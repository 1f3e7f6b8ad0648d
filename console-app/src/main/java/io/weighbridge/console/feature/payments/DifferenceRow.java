package io.weighbridge.console.feature.payments;

import io.weighbridge.proto.v1.ReconciliationDifference;

/// A difference with whose credit it is about.
///
/// @param account the name; empty for nobody
record DifferenceRow(ReconciliationDifference difference, String account) {}
