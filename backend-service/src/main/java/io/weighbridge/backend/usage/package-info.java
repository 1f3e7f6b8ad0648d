/// What was used: immutable records of settled calls, sums over them, and the live view.
///
/// Records and sums are written by the ledger's fold, in the transaction that writes the ledger.
/// Nothing here decides about money.
@NullMarked
package io.weighbridge.backend.usage;

import org.jspecify.annotations.NullMarked;
