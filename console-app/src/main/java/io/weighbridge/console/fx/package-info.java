/// Threads and life-cycle: the one way onto the FX thread, background work whose late answers are
/// dropped, frames, and what is undone when a screen hides.
@NullMarked
package io.weighbridge.console.fx;

import org.jspecify.annotations.NullMarked;
