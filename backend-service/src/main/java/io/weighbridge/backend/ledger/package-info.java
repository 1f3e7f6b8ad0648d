/// Accounts, grants, holds, transfers: where money is kept.
///
/// Flow: a command or a hold goes into the writer's queue; the writer (one thread) decides, numbers
/// the facts, applies them in memory, writes the group to the journal, forces it, and only then
/// answers. The fold (one thread) brings facts into SQL in larger transactions. Holds live in
/// memory and in the journal only.
///
/// Locks: an account's state is guarded by the account object's monitor; the request index by its
/// stripes, which may be taken inside an account's monitor, never the other way round.
///
/// What can happen, and how it is written, is in `fact`; the forced file in `journal`; what
/// administrators see and ask for in `accounts`; adding everything up again in `check`.
///
/// Invariants 1 to 4 of docs/ledger.md are this package's to keep. It knows no prices, no limits
/// and no keys: it is told amounts.
@NullMarked
package io.weighbridge.backend.ledger;

import org.jspecify.annotations.NullMarked;
