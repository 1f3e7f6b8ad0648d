/// The HTTP server: what programs that watch over the service ask.
@NullMarked
package io.weighbridge.backend.platform.http;

import org.jspecify.annotations.NullMarked;
