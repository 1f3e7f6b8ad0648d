/// Accounts as administrators see them: settings, credit given and taken, statements. What moves
/// credit is a command to the ledger.
@NullMarked
package io.weighbridge.backend.ledger.accounts;

import org.jspecify.annotations.NullMarked;
