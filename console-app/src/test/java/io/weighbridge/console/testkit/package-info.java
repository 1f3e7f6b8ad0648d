/// What the tests of the console stand on: a real backend on a free port, real windows on the
/// headless platform, a robot.
@NullMarked
package io.weighbridge.console.testkit;

import org.jspecify.annotations.NullMarked;
