/// Half of a circle.
@NullMarked
package io.weighbridge.backend.architecture.breach.two;

import org.jspecify.annotations.NullMarked;
