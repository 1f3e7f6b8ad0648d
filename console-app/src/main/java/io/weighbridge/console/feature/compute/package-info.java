/// What GPUs cost, what models need of them, what services run, and prices that follow.
@NullMarked
package io.weighbridge.console.feature.compute;

import org.jspecify.annotations.NullMarked;
