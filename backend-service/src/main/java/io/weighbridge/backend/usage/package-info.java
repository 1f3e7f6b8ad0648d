/// What was used: immutable records of settled calls, and sums over them. Who is using what now is
/// in `live`, what was refused in `refusals`.
///
/// Records and sums are written by the ledger's fold, in the transaction that writes the ledger.
/// Nothing here decides about money.
@NullMarked
package io.weighbridge.backend.usage;

import org.jspecify.annotations.NullMarked;
