/// How long a model takes on a GPU and what that costs, by a roofline. Predictions, not
/// measurements.
@NullMarked
package io.weighbridge.backend.compute.cost;

import org.jspecify.annotations.NullMarked;
