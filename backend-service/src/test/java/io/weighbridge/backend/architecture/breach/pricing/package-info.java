/// Money that is not exact.
@NullMarked
package io.weighbridge.backend.architecture.breach.pricing;

import org.jspecify.annotations.NullMarked;
