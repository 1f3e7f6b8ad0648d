/// Models that are kept, which of them a service runs, and prices that follow.
@NullMarked
package io.weighbridge.backend.compute.saved;

import org.jspecify.annotations.NullMarked;
