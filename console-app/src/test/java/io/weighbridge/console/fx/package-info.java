@NullMarked
package io.weighbridge.console.fx;

import org.jspecify.annotations.NullMarked;
