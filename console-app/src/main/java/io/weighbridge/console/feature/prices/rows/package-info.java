/// The rows of a draft's tables, and what is wrong in them.
@NullMarked
package io.weighbridge.console.feature.prices.rows;

import org.jspecify.annotations.NullMarked;
