/// What is kept of orders, their payments, and the deliveries of providers.
@NullMarked
package io.weighbridge.backend.payments.store;

import org.jspecify.annotations.NullMarked;
