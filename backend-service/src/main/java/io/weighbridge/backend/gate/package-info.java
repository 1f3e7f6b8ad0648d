/// The hot path: may this key make this call, how far may it go, and what did it cost.
///
/// Authorize runs on the caller's thread, takes its account's lock for about a microsecond at most,
/// and waits for nothing: key look-up in memory, limits, quote, hold, and a note to the ledger's
/// queue. Settle and release are commands for the ledger's writer. Expired holds are settled by
/// their service's policy.
///
/// Order of checks: key (shape, known, revoked, expired), service (known, in the key's scope, not
/// disabled), account (not suspended), a repeat of an open call, price, then credit, the key's
/// credit and limits together; last, whether the request id was seen before. Limits and credit are
/// taken together under the account's lock or not at all.
@NullMarked
package io.weighbridge.backend.gate;

import org.jspecify.annotations.NullMarked;
