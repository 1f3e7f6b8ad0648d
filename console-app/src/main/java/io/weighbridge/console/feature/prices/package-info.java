/// Prices: versions on a time line, the editor of drafts, imports, and the queue of unrated usage.
@NullMarked
package io.weighbridge.console.feature.prices;

import org.jspecify.annotations.NullMarked;
