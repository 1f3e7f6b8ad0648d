/// How fast the console is, measured by hand: `console-app/live-benchmark`.
@NullMarked
package io.weighbridge.console.benchmark;

import org.jspecify.annotations.NullMarked;
