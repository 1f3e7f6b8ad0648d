/// Says of a model, from its files alone, how large it is and what it costs to run.
@NullMarked
package io.weighbridge.backend.compute.analysis;

import org.jspecify.annotations.NullMarked;
