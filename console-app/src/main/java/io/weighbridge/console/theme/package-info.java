/// Looks: light and dark, colours only by token.
@NullMarked
package io.weighbridge.console.theme;

import org.jspecify.annotations.NullMarked;
