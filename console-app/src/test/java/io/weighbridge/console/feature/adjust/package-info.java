@NullMarked
package io.weighbridge.console.feature.adjust;

import org.jspecify.annotations.NullMarked;
