@NullMarked
package io.weighbridge.console.shell;

import org.jspecify.annotations.NullMarked;
