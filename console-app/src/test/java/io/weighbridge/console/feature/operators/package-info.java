/// What is sent of two changes of the same operator.
@NullMarked
package io.weighbridge.console.feature.operators;

import org.jspecify.annotations.NullMarked;
