@NullMarked
package io.weighbridge.console.feature.live;

import org.jspecify.annotations.NullMarked;
