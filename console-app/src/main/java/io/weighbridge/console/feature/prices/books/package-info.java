/// The versions of the price book on their time line, and what the price screens do alike.
@NullMarked
package io.weighbridge.console.feature.prices.books;

import org.jspecify.annotations.NullMarked;
