@NullMarked
package io.weighbridge.console.margin;

import org.jspecify.annotations.NullMarked;
