/// The models of the price screens, and the journeys through them.
@NullMarked
package io.weighbridge.console.feature.prices.draft;

import org.jspecify.annotations.NullMarked;
