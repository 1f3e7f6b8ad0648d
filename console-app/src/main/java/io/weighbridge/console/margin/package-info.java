/// A price beside what it costs us and what others ask for the same. Screens show it; it knows
// none.
@NullMarked
package io.weighbridge.console.margin;

import org.jspecify.annotations.NullMarked;
