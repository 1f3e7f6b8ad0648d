/// Tests of the payments' screen.
@NullMarked
package io.weighbridge.console.feature.payments;

import org.jspecify.annotations.NullMarked;
