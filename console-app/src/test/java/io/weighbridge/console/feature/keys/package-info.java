/// Tests of keys.
@NullMarked
package io.weighbridge.console.feature.keys;

import org.jspecify.annotations.NullMarked;
