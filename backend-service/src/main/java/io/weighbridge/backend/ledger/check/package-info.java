/// `verify-ledger`: everything that the ledger says, added up again.
@NullMarked
package io.weighbridge.backend.ledger.check;

import org.jspecify.annotations.NullMarked;
