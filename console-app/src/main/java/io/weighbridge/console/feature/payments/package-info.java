/// Money in: orders, what became of them, what providers told, disputes, and giving money back.
@NullMarked
package io.weighbridge.console.feature.payments;

import org.jspecify.annotations.NullMarked;
