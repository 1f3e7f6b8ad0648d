/// How long analyses of models take.
@NullMarked
package io.weighbridge.benchmarks.compute;

import org.jspecify.annotations.NullMarked;
