/// Plans and what they limit: requests/min, tokens/min, calls at the same time.
///
/// Rates follow the generic cell rate algorithm in its leaky-bucket form (ITU-T I.371, annex A)
/// with integer arithmetic: a level rises by each request or token and drains by limit per minute;
/// the capacity is one minute's worth. [io.weighbridge.backend.limits.CallMeter] holds the levels
/// of one key at one service; its owner guards it.
@NullMarked
package io.weighbridge.backend.limits;

import org.jspecify.annotations.NullMarked;
