/// What was said to hold from an instant on, and how that instant is asked for.
@NullMarked
package io.weighbridge.console.feature.compute.said;

import org.jspecify.annotations.NullMarked;
