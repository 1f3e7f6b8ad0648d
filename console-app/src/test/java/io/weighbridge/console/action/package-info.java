@NullMarked
package io.weighbridge.console.action;

import org.jspecify.annotations.NullMarked;
