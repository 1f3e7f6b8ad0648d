/// Half of a circle.
@NullMarked
package io.weighbridge.backend.architecture.breach.one;

import org.jspecify.annotations.NullMarked;
