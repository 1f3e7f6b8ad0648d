/// Sums of usage, read page by page and folded for what shows them.
@NullMarked
package io.weighbridge.console.feature.usage.sums;

import org.jspecify.annotations.NullMarked;
