package io.weighbridge.console.feature.payments;

import io.weighbridge.proto.v1.TopUpOrder;

/// An order with what has come of it.
///
/// @param account the name of who pays
/// @param providers who took the money; empty while nobody did
/// @param creditedNanos what the account has got for it
record OrderRow(TopUpOrder order, String account, String providers, long creditedNanos) {}
