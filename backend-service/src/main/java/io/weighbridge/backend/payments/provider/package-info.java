/// What payments need of a payment provider: the port that each one implements, and its words.
@NullMarked
package io.weighbridge.backend.payments.provider;

import org.jspecify.annotations.NullMarked;
