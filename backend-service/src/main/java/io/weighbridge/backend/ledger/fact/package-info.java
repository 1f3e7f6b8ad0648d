/// What can happen in the ledger, and how it is written in the journal.
@NullMarked
package io.weighbridge.backend.ledger.fact;

import org.jspecify.annotations.NullMarked;
