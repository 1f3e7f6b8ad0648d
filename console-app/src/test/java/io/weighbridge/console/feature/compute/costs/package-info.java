/// Tests of the compute screen.
@NullMarked
package io.weighbridge.console.feature.compute.costs;

import org.jspecify.annotations.NullMarked;
