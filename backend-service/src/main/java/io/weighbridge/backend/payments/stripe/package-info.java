/// Cards through Stripe Checkout: opens sessions, checks webhooks, tells what was paid, refunded
/// and disputed.
@NullMarked
package io.weighbridge.backend.payments.stripe;

import org.jspecify.annotations.NullMarked;
