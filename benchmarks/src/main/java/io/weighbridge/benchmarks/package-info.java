/// Load and micro-benchmarks: run by hand, each by one command that docs/benchmarks.md names.
@NullMarked
package io.weighbridge.benchmarks;

import org.jspecify.annotations.NullMarked;
