/// A store as it is after years: how fast the service starts on it and answers from it.
@NullMarked
package io.weighbridge.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
