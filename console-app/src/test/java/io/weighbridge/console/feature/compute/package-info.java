/// Tests of the compute screen.
@NullMarked
package io.weighbridge.console.feature.compute;

import org.jspecify.annotations.NullMarked;
