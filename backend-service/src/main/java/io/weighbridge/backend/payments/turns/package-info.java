/// One after another on the same thing, and nobody waits for another thing's.
@NullMarked
package io.weighbridge.backend.payments.turns;

import org.jspecify.annotations.NullMarked;
