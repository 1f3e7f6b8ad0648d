/// Money in: orders for credit, their payments by card or Bitcoin, refunds and disputes.
@NullMarked
package io.weighbridge.backend.payments;

import org.jspecify.annotations.NullMarked;
