/// What past usage would have cost with other prices.
@NullMarked
package io.weighbridge.console.feature.prices.replay;

import org.jspecify.annotations.NullMarked;
