/// Accounts: finding one among a million, and all that is known of it.
@NullMarked
package io.weighbridge.console.feature.accounts;

import org.jspecify.annotations.NullMarked;
