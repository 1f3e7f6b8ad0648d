package io.weighbridge.console.feature.payments;

import io.weighbridge.proto.v1.PaymentDispute;

/// A dispute with whose payment it is about.
///
/// @param account the name of who paid
/// @param order whose payment it was
record DisputeRow(PaymentDispute dispute, String account, String order, String provider) {}
