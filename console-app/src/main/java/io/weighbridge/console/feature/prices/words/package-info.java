/// How prices, units and the places of a book are written and read.
@NullMarked
package io.weighbridge.console.feature.prices.words;

import org.jspecify.annotations.NullMarked;
