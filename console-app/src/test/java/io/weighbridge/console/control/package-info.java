/// Tests of the shared controls.
@NullMarked
package io.weighbridge.console.control;

import org.jspecify.annotations.NullMarked;
