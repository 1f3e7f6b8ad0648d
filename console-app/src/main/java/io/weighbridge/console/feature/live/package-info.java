/// Live: who is using what right now, and the switch that stops it.
@NullMarked
package io.weighbridge.console.feature.live;

import org.jspecify.annotations.NullMarked;
