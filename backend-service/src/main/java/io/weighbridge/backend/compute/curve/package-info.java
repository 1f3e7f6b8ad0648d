/// What calls take of GPUs, by the cost curve of the model that their service runs: held in memory,
/// so that a call is reckoned at once.
@NullMarked
package io.weighbridge.backend.compute.curve;

import org.jspecify.annotations.NullMarked;
