/// Half of a circle inside a feature.
@NullMarked
package io.weighbridge.backend.architecture.breach.one.left;

import org.jspecify.annotations.NullMarked;
