@NullMarked
package io.weighbridge.console.settings;

import org.jspecify.annotations.NullMarked;
