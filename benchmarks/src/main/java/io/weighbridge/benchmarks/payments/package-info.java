/// Payments under load.
@NullMarked
package io.weighbridge.benchmarks.payments;

import org.jspecify.annotations.NullMarked;
