/// What was used: explore it as chart and table, as a heat map, as records; and what one record
/// says of its charge.
@NullMarked
package io.weighbridge.console.feature.usage;

import org.jspecify.annotations.NullMarked;
