package io.weighbridge.console.feature.payments;

import io.weighbridge.proto.v1.PromotionCode;

/// A code with who used it.
///
/// @param account the name; empty for nobody
record CodeRow(PromotionCode code, String account) {}
