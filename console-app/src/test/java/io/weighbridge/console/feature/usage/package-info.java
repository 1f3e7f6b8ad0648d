/// Tests of usage.
@NullMarked
package io.weighbridge.console.feature.usage;

import org.jspecify.annotations.NullMarked;
