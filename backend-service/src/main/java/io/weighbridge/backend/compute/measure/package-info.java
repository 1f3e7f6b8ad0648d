/// What GPUs and model servers really did: read from their exporters, summed by the hour.
@NullMarked
package io.weighbridge.backend.compute.measure;

import org.jspecify.annotations.NullMarked;
