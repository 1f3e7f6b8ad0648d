/// The queue of usage that could not be priced.
@NullMarked
package io.weighbridge.console.feature.prices.unrated;

import org.jspecify.annotations.NullMarked;
