/// Whether the service can do its work, as programs that watch over it ask.
@NullMarked
package io.weighbridge.backend.platform.health;

import org.jspecify.annotations.NullMarked;
