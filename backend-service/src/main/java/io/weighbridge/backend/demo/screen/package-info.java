/// What the demo shows in its terminal while it runs.
@NullMarked
package io.weighbridge.backend.demo.screen;

import org.jspecify.annotations.NullMarked;
