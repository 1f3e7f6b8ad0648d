/// Automatic top-ups: a saved card is charged when an account's credit runs low.
@NullMarked
package io.weighbridge.backend.payments.autotopup;

import org.jspecify.annotations.NullMarked;
