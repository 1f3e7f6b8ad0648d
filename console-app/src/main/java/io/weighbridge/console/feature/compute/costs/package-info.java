/// What measured GPU hours cost and earned, whose they were, and how far predictions are off.
@NullMarked
package io.weighbridge.console.feature.compute.costs;

import org.jspecify.annotations.NullMarked;
