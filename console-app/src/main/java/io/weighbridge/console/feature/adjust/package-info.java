/// Adjusting credit, and the queue of what a second person must approve.
@NullMarked
package io.weighbridge.console.feature.adjust;

import org.jspecify.annotations.NullMarked;
