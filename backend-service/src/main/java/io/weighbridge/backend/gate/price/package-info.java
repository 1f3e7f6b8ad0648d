/// What a call costs: for the hold before it, for the quote, and for the charge after it.
@NullMarked
package io.weighbridge.backend.gate.price;

import org.jspecify.annotations.NullMarked;
