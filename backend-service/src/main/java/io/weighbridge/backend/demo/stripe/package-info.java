/// A stand-in for Stripe on this machine: the part of its API that we use, its page, its events
/// and their signed delivery. No money moves. The demo and tests share it.
@NullMarked
package io.weighbridge.backend.demo.stripe;

import org.jspecify.annotations.NullMarked;
