/// Time and time-ordered ids, so that tests can move the clock by hand.
@NullMarked
package io.weighbridge.backend.platform.time;

import org.jspecify.annotations.NullMarked;
