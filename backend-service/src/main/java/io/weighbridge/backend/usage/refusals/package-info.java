/// Calls that were refused: how many of which reason, by hour and day, and the last of each key
/// with what stood in the way.
@NullMarked
package io.weighbridge.backend.usage.refusals;

import org.jspecify.annotations.NullMarked;
