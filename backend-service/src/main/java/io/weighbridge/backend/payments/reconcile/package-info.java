/// Reconciliation: whether providers, orders and the ledger say the same, to the smallest unit.
@NullMarked
package io.weighbridge.backend.payments.reconcile;

import org.jspecify.annotations.NullMarked;
