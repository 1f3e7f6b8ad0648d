/// A price beside what it costs us and what others ask for the same. Screens show it.
@NullMarked
package io.weighbridge.console.margin;

import org.jspecify.annotations.NullMarked;
