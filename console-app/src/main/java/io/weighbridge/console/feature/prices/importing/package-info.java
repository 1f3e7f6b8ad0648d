/// Prices of others, brought into a draft.
@NullMarked
package io.weighbridge.console.feature.prices.importing;

import org.jspecify.annotations.NullMarked;
