/// Words and figures: every text by key, every number, amount and instant through one formatter.
@NullMarked
package io.weighbridge.console.text;

import org.jspecify.annotations.NullMarked;
