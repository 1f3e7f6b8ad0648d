/// GPUs: what they can do and what their hour costs.
@NullMarked
package io.weighbridge.backend.compute.gpu;

import org.jspecify.annotations.NullMarked;
