/// Price books and what they make of units: rates, fees, quotes.
///
/// A book is a draft until it is published with the instant it takes effect; then it never changes.
/// [io.weighbridge.backend.pricing.PriceSheet] is the compiled form for one service, tier and
/// account: it turns units into money by one exact computation and one rounding. Everything here is
/// immutable and safe to share, apart from [io.weighbridge.backend.pricing.Prices], which
/// publishes.
@NullMarked
package io.weighbridge.backend.pricing;

import org.jspecify.annotations.NullMarked;
