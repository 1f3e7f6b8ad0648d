/// Calls whose hold grows as their tokens flow.
@NullMarked
package io.weighbridge.backend.gate.meter;

import org.jspecify.annotations.NullMarked;
